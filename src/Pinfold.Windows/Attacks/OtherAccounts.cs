using Microsoft.Win32;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// What another account is kept from: the user's profile and registry, roots of other users and sessions, and the
/// account itself.
/// </summary>
internal static unsafe class OtherAccounts
{
    private const nint Users = unchecked((int)0x80000003); // HKEY_USERS (winreg.h), sign-extended

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("account-new-credentials", a => AsAnother(a, () => Create(a, a.Outside + @"\new")), There(@"outside\new"))
        {
            Contained = true,
            Denials = [Kernel32.ERROR_ACCESS_DENIED, Kernel32.ERROR_PRIVILEGE_NOT_HELD,
                Kernel32.ERROR_BAD_IMPERSONATION_LEVEL],
        },
        new("account-flags", SetFlags, s => s.Report.Succeeded)
            { Prepare = s => s.Tell("account", s.Installed!.Offline.Name) },
        new("account-profile-write", OwnProfile, s => s.Report.Succeeded),
        Read("profile-read", a => FileCalls.Read(a, a.Home + @"\notes"), s => s.Put(@"home\notes", Scene.Secret)),
        Read("profile-list", List, s => s.Put($@"home\{Scene.Secret}", "")),
        new("profile-registry-read",
            Run: a => a.TryCode("RegOpenKeyExW",
                Advapi32.OpenKey(Users, a["user"] + @"\Environment", Advapi32.KEY_READ)),
            Worked: s => s.Report.Succeeded)
        {
            Prepare = TellUser,
        },
        new("profile-registry-write",
            Run: a => a.TryCode("RegCreateKeyExW",
                Advapi32.SetValue(Users, $@"{a["user"]}\Software\{a["id"]}", null, "")),
            Worked: HasKey)
        {
            Prepare = s =>
            {
                TellUser(s);
                s.OnEnd(() => Registry.CurrentUser.DeleteSubKeyTree($@"Software\{s.Id}", throwOnMissingSubKey: false));
            },
        },
        Read("other-user-root-read", a => FileCalls.Read(a, a["theirs"] + @"\file"), Theirs),
        new("other-user-root-write", a => Create(a, a["theirs"] + @"\new"), There(@"outside\theirs\new"))
            { Prepare = Theirs },
        Read("session-root-read", a => FileCalls.Read(a, a["sibling-root"] + @"\secret"), s =>
        {
            _ = s.Sibling;
            s.Put(@"home\ws2\secret", Scene.Secret);
        }),
        Read("session-temp-read",
            a => FileCalls.Read(a, a["sibling-temp"] + @"\secret"),
            s => File.WriteAllText(s.Sibling.Temp + @"\secret", Scene.Secret)),
    ];

    private static AttackCode Read(string name, Action<Attempt> run, Action<Scene> prepare) =>
        new(name, run, s => s.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal)) { Prepare = prepare };

    private static void TellUser(Scene scene) => scene.Tell("user", TokenFacts.Own().User);

    private static bool HasKey(Scene scene)
    {
        using var key = Registry.CurrentUser.OpenSubKey($@"Software\{scene.Id}");
        return key is not null;
    }

    /// <summary>A root as a command of somebody else's would have it.</summary>
    private static void Theirs(Scene scene)
    {
        scene.Tell("theirs", scene.Make(@"outside\theirs"));
        FileIdentity identity;
        using (var item = NativeSecurityStore.OpenItem(@"\\?\" + scene.At(@"outside\theirs"), ItemAccess.Read)!)
            identity = item.Identity;
        var capability = CapabilitySid.ForRoot(Sid.Parse("S-1-5-21-1-2-3-1001"), identity.Volume, identity.File);
        scene.Secure(@"outside\theirs",
            $"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;{TokenFacts.Own().User})(A;OICI;FA;;;{capability})");
        scene.Secure(@"outside\theirs", $"S:(ML;OICI;NW;;;{FenceLevel.Sid})");
        scene.Put(@"outside\theirs\file", Scene.Secret);
    }

    /// <summary>With a token of a logon for the network, which no password is asked for.</summary>
    internal static void AsAnother(Attempt a, Action work)
    {
        nint token;
        a.Gate("LogonUserW", Advapi32.LogonUserW("pinfold", ".", "pinfold", Advapi32.LOGON32_LOGON_NEW_CREDENTIALS,
            Advapi32.LOGON32_PROVIDER_WINNT50, &token));
        a.Gate("ImpersonateLoggedOnUser", Advapi32.ImpersonateLoggedOnUser(token));
        try
        {
            work();
        }
        finally
        {
            _ = Advapi32.RevertToSelf();
        }
    }

    /// <summary>To what they are: who may do that may also enable it to sign in, or set its password.</summary>
    private static void SetFlags(Attempt a) => BrokerParts.Do(a, () =>
    {
        var now = Netapi32.FindUser(a["account"]) ?? throw new InvalidOperationException("there is no such account");
        Netapi32.SetUserFlags(a["account"], now.Flags);
        a.TryCode("NetUserSetInfo", 0);
    });

    /// <summary>Whoever runs it has a profile; what is made there goes with its handle.</summary>
    private static void OwnProfile(Attempt a)
    {
        var profile = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (profile.Length == 0) throw new InvalidOperationException("there is no profile");
        a.TryFile("CreateFileW", Kernel32.Open($@"{profile}\{a["id"]}", Kernel32.GENERIC_WRITE | Kernel32.DELETE,
            Kernel32.CREATE_NEW, Kernel32.FILE_FLAG_DELETE_ON_CLOSE));
    }

    private static void List(Attempt a)
    {
        var folder = Kernel32.Open(a.Home, Kernel32.FILE_LIST_DIRECTORY | Kernel32.SYNCHRONIZE,
            flags: Kernel32.FILE_FLAG_BACKUP_SEMANTICS);
        if (a.TryFile("CreateFileW", folder))
            a.Got(string.Join(' ', Directory.GetFiles(a.Home).Select(Path.GetFileName)));
    }
}
