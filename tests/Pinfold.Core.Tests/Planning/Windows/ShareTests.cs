using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>Shares of this computer: a gap of the fence, as the worst case of what is published has it.</summary>
public sealed class ShareTests
{
    private static readonly string[] Targets =
    [
        Scene.Workspace + @"\.git\config", Scene.Workspace + @"\.vscode\tasks.json",
        Scene.Workspace + @"\src\main.c", Scene.Workspace + @"\.env",
        @"C:\Users\me\.gitconfig", @"C:\Users\me\.ssh\id_ed25519", @"C:\Users\me\Documents\letter.txt",
        @"C:\Windows\System32\drivers\etc\hosts", @"D:\data\file.txt",
    ];

    private static readonly string[] Servers = [@"\\localhost", @"\\127.0.0.1", @"\\?\UNC\localhost", @"\\::1"];

    /// <summary>The user is an administrator of this computer whom UAC filters.</summary>
    [Fact]
    public void The_systems_own_shares_let_in_whole_administrators_alone()
    {
        foreach (var fenced in (Fenced[])[Fenced.ByPlan(), Fenced.ByNothing(), Fenced.ByAccount()])
            Assert.Empty(Open(fenced, drive => $"{drive}$"));
        var domain = Fenced.ByPlan();
        domain.Machine.KeepsRemoteAdministrators = true;
        Approved.Verify(string.Join('\n', Open(domain, drive => $"{drive}$")), "whole-administrator");
    }

    [Fact]
    public void What_is_open_by_a_share_that_lets_everyone_write_is_approved()
    {
        Approved.Verify(string.Join('\n', Open(Shared(Fenced.ByPlan(), "FA"), Drive)), "writable");
        Approved.Verify(string.Join('\n', Open(Shared(Fenced.ByAccount(), "FA"), Drive)), "writable-account");
    }

    [Fact]
    public void By_a_share_that_lets_everyone_read_nothing_is_written() =>
        Assert.All(Open(Shared(Fenced.ByPlan(), "FR"), Drive),
            line => Assert.EndsWith(": read", line, StringComparison.Ordinal));

    [Fact]
    public void A_share_of_a_folder_leads_into_that_folder_alone()
    {
        var fenced = Fenced.ByPlan();
        fenced.Machine.Share("docs", @"C:\Users\me\Documents", Everyone("FA"));
        Assert.Equal(NtStatus.Success,
            fenced.Machine.Open(fenced.Target, @"\\localhost\docs\letter.txt", FileRights.WriteData, out _));
        Assert.Equal(NtStatus.NotFound,
            fenced.Machine.Open(fenced.Target, @"\\localhost\docs\..\..\.gitconfig", FileRights.WriteData, out _));
        Assert.Equal(NtStatus.NotFound,
            fenced.Machine.Open(fenced.Target, @"\\localhost\other\letter.txt", FileRights.WriteData, out _));
        Assert.Equal(NtStatus.Success,
            fenced.Machine.Create(fenced.Target, @"\\localhost\docs\new", SecurableType.File, out _));
    }

    [Theory]
    [InlineData("/C:/", EnforcementStatus.Partial, EnforcementStatus.Partial, EnforcementStatus.Partial)]
    [InlineData("/C:/Users/me/Documents", EnforcementStatus.Partial, EnforcementStatus.Enforced,
        EnforcementStatus.Enforced)]
    [InlineData("/C:/Users/me/src/app/src", EnforcementStatus.Enforced, EnforcementStatus.Partial,
        EnforcementStatus.Enforced)]
    [InlineData("/C:/Users/me/.ssh", EnforcementStatus.Partial, EnforcementStatus.Enforced, EnforcementStatus.Partial)]
    public void The_report_names_a_share_with_what_it_leads_past(string folder, EnforcementStatus writes,
        EnforcementStatus handoffs, EnforcementStatus secrets)
    {
        var facts = MachineFacts.Of(new Scene().Machine, Scene.Policy, "s1");
        var plan = WindowsPlanner.For(Scene.Policy,
            facts with { Shares = [new("mine", Samples.Path(folder == "/C:/" ? "/C:" : folder))] });
        foreach (var (control, status) in ((Control, EnforcementStatus)[])[(Control.Writes, writes),
            (Control.Handoffs, handoffs), (Control.Secrets, secrets)])
        {
            Assert.Equal(EnforcementStatus.Enforced, WindowsPlanner.For(Scene.Policy, facts).Expected[control].Status);
            Assert.Equal(status, plan.Expected[control].Status);
            if (status == EnforcementStatus.Enforced) continue;
            Assert.Contains(@"\\localhost\mine leads to C:\", plan.Expected[control].Reason, StringComparison.Ordinal);
            Assert.Contains("net share", plan.Remedies[control], StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// As the model's server answers (<see cref="By_a_share_that_lets_everyone_read_nothing_is_written"/>).
    /// </summary>
    [Theory]
    [InlineData("D:(A;;0x1200a9;;;WD)", false, true)]
    [InlineData("D:(A;;FA;;;WD)", true, true)]
    [InlineData("D:(A;;0x1301bf;;;WD)", true, true)]
    [InlineData("D:(A;;0x1200a9;;;WD)(A;;FA;;;S-1-5-21-7-7-7-1005)", false, true)]
    [InlineData("D:(A;;FA;;;S-1-5-21-7-7-7-1005)", false, false)]
    [InlineData("D:(A;;0x1200a9;;;WD)(A;;FA;;;BA)", true, true)]
    [InlineData("D:(A;;0x1200a9;;;WD)(A;;GA;;;NU)", true, true)]
    [InlineData("D:(D;;0xd0156;;;WD)(A;;FA;;;AU)", false, true)]
    [InlineData("D:(D;;FA;;;IU)(A;;FA;;;AU)", true, true)]
    [InlineData("D:(XA;;FA;;;WD;(Member_of {SID(BG)}))", true, true)]
    [InlineData("D:NO_ACCESS_CONTROL", true, true)]
    [InlineData("D:", false, false)]
    [InlineData(null, true, true)]
    public void A_share_counts_for_what_it_lets_the_user_do(string? sddl, bool writes, bool reads)
    {
        var scene = new Scene();
        var facts = MachineFacts.Of(scene.Machine, Scene.Policy, "s1");
        var share = new WindowsShare("mine", Samples.Path("/C:"))
            { Descriptor = sddl is null ? null : SecurityDescriptor.Parse(sddl) };
        var expected = WindowsPlanner.For(Scene.Policy, facts with { Shares = [share] }).Expected;
        Assert.Equal(writes ? EnforcementStatus.Partial : EnforcementStatus.Enforced, expected[Control.Writes].Status);
        Assert.Equal(writes ? EnforcementStatus.Partial : EnforcementStatus.Enforced,
            expected[Control.Handoffs].Status);
        Assert.Equal(reads ? EnforcementStatus.Partial : EnforcementStatus.Enforced, expected[Control.Secrets].Status);
    }

    [Fact]
    public void Where_shares_cannot_be_listed_the_report_says_so()
    {
        var facts = MachineFacts.Of(new Scene().Machine, Scene.Policy, "s1") with
            { ShareGaps = ["shares of this computer cannot be listed"] };
        foreach (var control in (Control[])[Control.Writes, Control.Handoffs, Control.Secrets])
            Assert.Equal(EnforcementStatus.Partial, WindowsPlanner.For(Scene.Policy, facts).Expected[control].Status);
    }

    [Fact]
    public void The_systems_own_shares_are_named_for_whom_the_network_makes_a_whole_administrator()
    {
        var volumes = MachineFacts.Of(new Scene(hasVolumes: true).Machine, Scene.OnVolumes, "s1").Volumes;
        var user = FreshWindows11.User;
        Assert.Empty(WindowsShare.Administrative(user, filtersLocalAccounts: true, volumes));
        Assert.Equal(["C$", "D$"],
            WindowsShare.Administrative(user, filtersLocalAccounts: false, volumes).Select(s => s.Name),
            StringComparer.Ordinal);
        Assert.Equal(["C$", "D$"],
            WindowsShare.Administrative(Without(user, WellKnownSids.LocalAccount), true, volumes).Select(s => s.Name),
            StringComparer.Ordinal);
        Assert.Equal(["C$", "D$"], WindowsShare.Administrative(user with { User = FreshWindows11.Computer.Child(500) },
            true, volumes).Select(s => s.Name),
            StringComparer.Ordinal);
        Assert.Empty(WindowsShare.Administrative(Without(user, WellKnownSids.Administrators), false, volumes));

        static Token Without(Token token, Sid group) =>
            token with { Groups = [.. token.Groups.Where(g => g.Sid != group)] };
    }

    private static string Drive(char drive) => $"all-{drive}";

    private static Fenced Shared(Fenced fenced, string rights)
    {
        foreach (var drive in "CD") fenced.Machine.Share(Drive(drive), $@"{drive}:\", Everyone(rights));
        return fenced;
    }

    private static SecurityDescriptor Everyone(string rights) =>
        SecurityDescriptor.Parse($"O:BAG:SYD:(A;;{rights};;;WD)");

    /// <summary>
    /// What the command opens by shares and not by the path itself; the same by each of the server's names.
    /// </summary>
    private static IEnumerable<string> Open(Fenced fenced, Func<char, string> share)
    {
        foreach (var path in Targets)
        {
            foreach (var (right, name) in ((AccessMask, string)[])[(FileRights.ReadData, "read"),
                (FileRights.WriteData, "written"), (AccessMask.Delete, "deleted")])
            {
                NtStatus[] found = [.. Servers.Select(s => Try($@"{s}\{share(path[0])}{path[2..]}", right)).Distinct()];
                Assert.Single(found);
                if (found[0] == NtStatus.Success && Try(path, right) != NtStatus.Success)
                    yield return $"{path}: {name}";
            }
        }

        NtStatus Try(string path, AccessMask right)
        {
            var status = fenced.Machine.Open(fenced.Target, path, right, out var handle);
            handle?.Dispose();
            return status;
        }
    }
}
