using System.Diagnostics;
using System.IO.Pipes;
using System.Security.Principal;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>More rights by a token: the own one changed, or somebody else's.</summary>
internal static unsafe class ForeignTokens
{
    private const uint SeIncreaseWorkingSetPrivilege = 33; // wdm.h; every user holds it

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("token-enable-privilege", Enable, s => s.Report.Succeeded)
            { Denials = [Kernel32.ERROR_NOT_ALL_ASSIGNED, Kernel32.ERROR_ACCESS_DENIED] },
        new("token-raise-level", RaiseLevel, s => s.Report.Succeeded)
            { Denials = [Kernel32.ERROR_PRIVILEGE_NOT_HELD, Kernel32.ERROR_ACCESS_DENIED] },
        new("token-shell", Shell, s => s.Report.Succeeded)
        {
            Prepare = s => s.Tell("shell", ShellId() ?? 0),
            Unfit = _ => ShellId() is null ? "there is no shell" : null,
        },
        new("token-victim-process", OfVictim, s => s.IsThere(@"outside\mark")) { Prepare = s => _ = s.Victim },
        new("token-pipe-client", Trap, FileCalls.There(@"outside\new"))
        {
            Meanwhile = Visit,
            Contained = true,
            Denials = [Kernel32.ERROR_ACCESS_DENIED,
                Kernel32.ERROR_BAD_IMPERSONATION_LEVEL, Kernel32.ERROR_CANNOT_IMPERSONATE],
        },
        new("token-revert", Copy, s => s.IsThere(@"outside\mark"))
            { Contained = true, Denials = [Kernel32.ERROR_ACCESS_DENIED, Kernel32.ERROR_PRIVILEGE_NOT_HELD] },
    ];

    private static void Enable(Attempt a)
    {
        var token = a.Gate("OpenProcessToken",
            Advapi32.TokenOf(Kernel32.GetCurrentProcess(), Advapi32.TOKEN_ADJUST_PRIVILEGES | Advapi32.TOKEN_QUERY));
        a.Try("AdjustTokenPrivileges", Advapi32.Enable(token, SeIncreaseWorkingSetPrivilege));
    }

    private static void RaiseLevel(Attempt a)
    {
        var token = a.Gate("OpenProcessToken",
            Advapi32.TokenOf(Kernel32.GetCurrentProcess(), Advapi32.TOKEN_ADJUST_DEFAULT | Advapi32.TOKEN_QUERY));
        fixed (byte* sid = WellKnownSids.Medium.ToBytes())
        {
            var label = new TOKEN_MANDATORY_LABEL
                { Label = new() { Sid = sid, Attributes = Advapi32.SE_GROUP_INTEGRITY } };
            a.Try("SetTokenInformation",
                Advapi32.Set(token, Advapi32.TokenIntegrityLevel, &label, (uint)sizeof(TOKEN_MANDATORY_LABEL)));
        }
    }

    private static int? ShellId()
    {
        using var own = Process.GetCurrentProcess();
        var shells = Process.GetProcessesByName("explorer");
        var id = shells.Where(s => s.SessionId == own.SessionId).Select(s => (int?)s.Id).FirstOrDefault();
        foreach (var shell in shells) shell.Dispose();
        return id;
    }

    private static nint TokenOf(Attempt a, string who, uint access)
    {
        var process = a.Gate("OpenProcess", Kernel32.Enter(a.Number(who), Kernel32.PROCESS_QUERY_LIMITED_INFORMATION));
        var token = Advapi32.TokenOf(process, access);
        a.Try("OpenProcessToken", token);
        return token;
    }

    private static void Shell(Attempt a) => TokenOf(a, "shell", Advapi32.TOKEN_DUPLICATE | Advapi32.TOKEN_QUERY);

    private static void OfVictim(Attempt a)
    {
        var token = TokenOf(a, "victim",
            Advapi32.TOKEN_DUPLICATE | Advapi32.TOKEN_QUERY | Advapi32.TOKEN_ASSIGN_PRIMARY);
        if (token != 0) Spawn(a, token);
    }

    private static void Copy(Attempt a)
    {
        var own = a.Gate("OpenProcessToken",
            Advapi32.TokenOf(Kernel32.GetCurrentProcess(), Advapi32.TOKEN_DUPLICATE | Advapi32.TOKEN_QUERY));
        Spawn(a, a.Gate("DuplicateTokenEx", Advapi32.Copy(own, Kernel32.MAXIMUM_ALLOWED, primary: true)));
    }

    private static void Spawn(Attempt a, nint token)
    {
        PROCESS_INFORMATION made;
        a.Gate("CreateProcessAsUserW", Advapi32.Spawn(token, a.Self("touch", a.Outside + @"\mark"), &made));
        a.TryCode("its CreateFileW", Survivors.ErrorOf(made.hProcess));
    }

    private static void Trap(Attempt a)
    {
        var pipe = a.GateFile("CreateNamedPipeW", Kernel32.ServePipe($@"\\.\pipe\{a["id"]}-trap"));
        _ = Kernel32.ConnectNamedPipe(pipe, 0);
        _ = Kernel32.Text(pipe); // a client can be impersonated when something it wrote was read
        a.Gate("ImpersonateNamedPipeClient", Advapi32.ImpersonateNamedPipeClient(pipe));
        try
        {
            FileCalls.Create(a, a.Outside + @"\new");
        }
        finally
        {
            _ = Advapi32.RevertToSelf();
        }
    }

    /// <summary>A trusted program that connects wherever it is told to, and lets itself be impersonated.</summary>
    private static void Visit(Scene scene)
    {
        using var client = new NamedPipeClientStream(".", scene.Id + "-trap", PipeDirection.Out, PipeOptions.None,
            TokenImpersonationLevel.Impersonation);
        client.Connect(10_000);
        client.WriteByte(1);
        scene.Ended.Wait(10_000);
    }
}
