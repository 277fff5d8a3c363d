using System.Runtime.InteropServices;
using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Accounts;
using Pinfold.Windows.Native;
using Pinfold.Windows.Setup;
using Xunit;

namespace Pinfold.Windows.Tests.Accounts;

/// <summary>
/// Level of evidence: calls, under Wine, as far as it has accounts; the whole way needs an administrator on Windows.
/// </summary>
public sealed unsafe partial class LocalAccountsTests
{
    [WindowsFact]
    public void An_account_is_hidden_at_sign_in_and_shown_again()
    {
        var change = new LedgerChange.HideAccount(@"HKEY_LOCAL_MACHINE\SOFTWARE\PinfoldTests\UserList",
            $"pf{Guid.NewGuid():N}"[..18]);
        Assert.SkipUnless(Environment.IsPrivilegedProcess || WineVersion.Current is not null, "needs an administrator");
        Assert.False(LocalAccounts.IsThere(change));
        LocalAccounts.Make(change);
        Assert.True(LocalAccounts.IsThere(change));
        LocalAccounts.TakeBack(change);
        Assert.False(LocalAccounts.IsThere(change));
        LocalAccounts.TakeBack(change); // again: it is gone
    }

    [WindowsFact]
    public void A_right_can_be_asked_for_and_given_by_SID()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess || WineVersion.Current is not null, "needs an administrator");
        using var policy = Advapi32.OpenPolicy();
        // says yes, keeps nothing
        if (WineVersion.Current is not null)
            Advapi32.AddRight(policy, Sid.Parse("S-1-5-21-1-2-3-1001"), AccountRights.All[0]);
        Assert.NotNull(Advapi32.RightsOf(policy, WellKnownSids.Administrators));
    }

    [WindowsFact]
    public void A_name_that_is_nobodys_has_no_SID() => Assert.Null(Advapi32.SidOf($"pf{Guid.NewGuid():N}"[..18]));

    [RealWindowsFact("keeps accounts in the memory of one process, and no groups or rights")]
    public void Accounts_groups_and_rights_are_made_and_taken_back()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs an administrator");
        var tag = Guid.NewGuid().ToString("N");
        var (group, account) = ($"pfg{tag[..12]}", $"pfa{tag[..12]}");
        var host = new HostChanges(AppContext.BaseDirectory);
        LedgerChange[] changes =
        [
            new LedgerChange.AddLocalGroup(group, tag),
            new LedgerChange.AddLocalAccount(account, tag, group, "offline"),
            .. AccountRights.All.Select(r => new LedgerChange.GrantRight(r, account)),
            new LedgerChange.EnableAccount(account, tag),
        ];
        var before = HostSurvey.Take();
        var profile = "";
        try
        {
            foreach (var change in changes)
            {
                Assert.False(host.Holds(change), change.Describe());
                host.Make(change);
                Assert.True(host.Holds(change), change.Describe());
            }

            // As a command's logon does.
            var folder = new char[260];
            fixed (char* path = folder)
                Assert.Equal(0, CreateProfile(Advapi32.SidOf(account)!.ToString(), account, path, (uint)folder.Length));
            profile = new string(folder).TrimEnd('\0');
            Assert.True(Directory.Exists(profile), profile);
            Assert.Contains(HostSurvey.Take().Differences(before),
                d => d.Contains(profile, StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            foreach (var change in changes.Reverse()) host.TakeBack(change);
        }

        Assert.All(changes, c => Assert.False(host.Holds(c), c.Describe()));
        Assert.False(Directory.Exists(profile), profile);
        Assert.DoesNotContain(HostSurvey.Take().Differences(before),
            d => d.Contains(profile, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Userenv.h: makes a profile without a logon.</summary>
    [LibraryImport("userenv.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int CreateProfile(string sid, string name, char* folder, uint length);
}
