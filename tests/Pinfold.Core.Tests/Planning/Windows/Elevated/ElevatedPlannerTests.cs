using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

public sealed class ElevatedPlannerTests
{
    private static readonly WindowsHostFacts Fresh = Accounts.Facts(new Scene().Machine, Scene.Policy);

    private static readonly ImmutableSortedDictionary<string,
        (SandboxPolicy Policy, WindowsHostFacts Host, WindowsInstallation Installed)> Cases =
        new Dictionary<string, (SandboxPolicy, WindowsHostFacts, WindowsInstallation)>(StringComparer.Ordinal)
        {
            ["fresh"] = (Scene.Policy, Fresh, Accounts.Installed),
            ["online"] = (Scene.Policy with { Network = NetworkMode.Online }, Fresh, Accounts.Installed),
            ["read-only"] = (Scene.Policy with { Profile = Profile.ReadOnly, Write = [] }, Fresh, Accounts.Installed),
            ["not-whole"] = (Scene.Policy, Fresh, Accounts.Installed with { Faults = ["the filters are not there"] }),
            ["allowlist"] = (Scene.Policy with { Network = NetworkMode.Allowlist }, Fresh with { ProxySlot = 1 },
                Accounts.Installed),
            ["allowlist-before"] = (Scene.Policy with { Network = NetworkMode.Allowlist }, Fresh,
                Accounts.Installed with { Loopback = [] }),
            ["equal-sublayer"] = (Scene.Policy, Fresh, Accounts.Installed with { EqualSublayers = ["Other VPN"] }),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_case_has_its_approved_plan(string name) => Approved.Verify(Plan(name).ToString(), name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_reports_every_control_once(string name)
    {
        var plan = Plan(name);
        Assert.Equal(Enum.GetValues<Control>(), plan.Expected.Controls.Select(c => c.Control));
        Assert.All(plan.Expected.Controls, c => Assert.NotEmpty(c.Reason));
        Assert.All(plan.Expected.Gaps([]),
            c => Assert.True(plan.Remedies.ContainsKey(c.Control) || c.Control == Control.Temp, c.Control.ToString()));
    }

    [Fact]
    public void Nothing_is_claimed_while_the_set_up_is_not_whole() => Assert.All(
        Plan("not-whole").Expected.Controls.Where(
            c => c.Control is Control.Writes or Control.Handoffs or Control.Secrets or Control.Network
                or Control.Sockets or Control.Processes or Control.Privileges or Control.Temp),
        c => Assert.Equal(EnforcementStatus.NotEnforced, c.Status));

    [Fact]
    public void The_network_is_never_claimed_whole() =>
        Assert.DoesNotContain(Cases.Keys, name => Plan(name)
            .Expected.Controls.Any(c => c.Control == Control.Network && c.Status == EnforcementStatus.Enforced));

    [Fact]
    public void The_token_has_its_roots_among_groups_and_restricting_SIDs_and_its_account_among_neither()
    {
        var step = Plan("fresh").Steps.OfType<WindowsStep.LogOn>().Single();
        var root = CapabilitySid.ForRoot(FreshWindows11.Me, FreshWindows11.Serial,
            new Scene().Machine.Find(Scene.Workspace)!.Id);
        Assert.Contains(root, step.Groups);
        Assert.Contains(root, step.RestrictingSids);
        Assert.DoesNotContain(step.Account.Sid, step.RestrictingSids);
        Assert.DoesNotContain(FreshWindows11.Me, step.Groups.Concat(step.RestrictingSids));
        Assert.DoesNotContain(step.Account.Network, step.Groups);
        Assert.DoesNotContain(Accounts.Group, step.RestrictingSids);
    }

    [Fact]
    public void Only_a_command_with_an_allow_list_has_the_SID_of_its_proxys_port_and_has_it_twice()
    {
        var step = Plan("allowlist").Steps.OfType<WindowsStep.LogOn>().Single();
        Assert.Contains(ProxyPorts.SidOf(1), step.Groups);
        Assert.Contains(ProxyPorts.SidOf(1), step.RestrictingSids);
        var row = Enumerable.Range(0, ProxyPorts.Count).Select(ProxyPorts.SidOf).ToHashSet();
        Assert.Equal(ProxyPorts.Count, row.Count);
        Assert.Single(step.Groups, row.Contains);
        foreach (var other in (WindowsPlan[])[Plan("fresh"), Plan("online"),
            ElevatedPlanner.For(Scene.Policy, Fresh with { ProxySlot = 1 }, Accounts.Installed),
            Plan("allowlist-before")])
            Assert.DoesNotContain(
                other.Steps.OfType<WindowsStep.LogOn>().Single() is var s ? s.Groups.Concat(s.RestrictingSids) : [],
                row.Contains);
    }

    [Fact]
    public void A_folder_above_whose_list_the_user_may_not_change_is_reported_once()
    {
        const string Above = @"C:\Users\me\src",
            Said = Above + " has access rights that you may not change, so programs that look at each folder above";
        var scene = new Scene();
        var before = ElevatedPlanner.For(Scene.Policy, Accounts.Facts(scene.Machine, Scene.Policy), Accounts.Installed);
        scene.Machine.Find(Above)!.Descriptor = SecurityDescriptor.Parse(
            $"O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;{FreshWindows11.Me})");
        var policy = Scene.Policy with { Write = [.. Scene.Policy.Write, Samples.Rule("/C:/Users/me/src/other")] };
        scene.Host.Folder(@"C:\Users\me\src\other");
        var after = ElevatedPlanner.For(policy, Accounts.Facts(scene.Machine, policy), Accounts.Installed);
        Assert.Contains(before.Steps.OfType<WindowsStep.ShowFolder>(), s => WindowsPath.ToWin32(s.Path) == Above);
        Assert.DoesNotContain(Said, before.Expected[Control.Writes].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(after.Steps.OfType<WindowsStep.ShowFolder>(), s => WindowsPath.ToWin32(s.Path) == Above);
        Assert.Equal(2, after.Expected[Control.Writes].Reason.Split(Said).Length);
    }

    [Fact]
    public void A_profile_without_a_fence_has_no_elevated_mode()
    {
        var policy = Scene.Policy with { Profile = Profile.FullAccess };
        Assert.Equal(WindowsPlanner.For(policy, Fresh).ToString(),
            ElevatedPlanner.For(policy, Fresh, Accounts.Installed).ToString());
    }

    [Fact]
    public void Json_says_what_the_text_says()
    {
        var plan = Plan("fresh");
        Assert.Equal(plan.Steps.Select(s => s.Describe()),
            plan.ToJson()["steps"]!.AsArray().Select(s => s!["text"]!.GetValue<string>()), StringComparer.Ordinal);
    }

    [Fact]
    public void A_described_hosts_accounts_are_of_the_users_own_domain_and_differ()
    {
        var described = WindowsInstallation.Described(FreshWindows11.Me);
        Assert.All([described.Offline.Sid, described.Online.Sid, described.Group],
            sid => Assert.True(sid.IsBelow(FreshWindows11.Computer)));
        Assert.Equal(4, new[]
            { described.Offline.Sid, described.Online.Sid, described.Group, FreshWindows11.Me }.Distinct().Count());
    }

    private static WindowsPlan Plan(string name) =>
        ElevatedPlanner.For(Cases[name].Policy, Cases[name].Host, Cases[name].Installed);
}
