using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

public sealed class AccountLaunchPlanTests
{
    private static readonly SandboxPolicy Policy = Scene.Policy with
        { Limits = new() { Processes = 5, Memory = 1 << 30 } };
    private static readonly WindowsHostFacts Host = Accounts.Facts(new Scene().Machine, Policy);
    private static readonly WindowsPlan Plan = ElevatedPlanner.For(Policy, Host, Accounts.Installed);

    /// <summary>
    /// What the user is shown and what the broker makes are the same: job, token, groups, descriptors.
    /// </summary>
    [Fact]
    public void The_brokers_own_steps_are_those_of_the_plan()
    {
        var made = AccountLaunchPlan.Of(Launch, Accounts.Installed, FreshWindows11.Me, Host.TerminalSession,
            Found(Launch.Roots), Found(Launch.Reads));
        Assert.Equal(Plan.Steps.OfType<WindowsStep.CreateJob>().Single(), made.Job);
        Assert.Equal(Plan.Steps.OfType<WindowsStep.LogOn>().Single().Describe(), made.LogOn.Describe());
        Assert.Equal($@"WINSTA\{Plan.Steps.OfType<WindowsStep.CreateDesktop>().Single().Name}", made.Desktop);
    }

    [Fact]
    public void The_brokers_steps_of_an_allow_list_are_the_plans_too()
    {
        var policy = Policy with { Network = NetworkMode.Allowlist };
        var plan = ElevatedPlanner.For(policy, Host with { ProxySlot = 7 }, Accounts.Installed);
        var made = AccountLaunchPlan.Of(Launch with { ProxySlot = 7 }, Accounts.Installed, FreshWindows11.Me,
            Host.TerminalSession, Found(Launch.Roots), Found(Launch.Reads));
        Assert.Equal(plan.Steps.OfType<WindowsStep.LogOn>().Single().Describe(), made.LogOn.Describe());
    }

    [Fact]
    public void Nothing_that_a_request_says_of_roots_or_session_gives_another_users_SIDs()
    {
        var mine = AccountLaunchPlan.Of(Launch, Accounts.Installed, FreshWindows11.Me, 1,
            Found(Launch.Roots), []).LogOn;
        var other = AccountLaunchPlan.Of(Launch, Accounts.Installed, FreshWindows11.Computer.Child(1077), 1,
            Found(Launch.Roots), []).LogOn;
        Assert.Equal([Accounts.Group], mine.Groups.Intersect(other.Groups));
        Assert.Equal([Accounts.Installed.Offline.Network, WellKnownSids.Everyone],
            mine.RestrictingSids.Intersect(other.RestrictingSids));
    }

    [Fact]
    public void A_request_for_the_network_gets_the_account_with_one() =>
        Assert.Equal(Accounts.Installed.Online, AccountLaunchPlan.Of(Launch with { IsOnline = true },
            Accounts.Installed, FreshWindows11.Me, 1, [], []).LogOn.Account);

    [Fact]
    public void Commands_in_a_fence_and_the_accounts_ask_for_no_other()
    {
        Assert.Null(AccountLaunchPlan.WhyNot(FreshWindows11.User, Accounts.Installed));
        var account = AccountLogon.TokenOf(Accounts.Installed.Offline, [Accounts.Group],
            WellKnownSids.LogonSession(0, 1));
        Assert.Contains("asks for no other", AccountLaunchPlan.WhyNot(account, Accounts.Installed),
            StringComparison.Ordinal);
        Assert.Contains("asks for no other", AccountLaunchPlan.WhyNot(
            FreshWindows11.User with { Groups = [new TokenGroup(Accounts.Group)] }, Accounts.Installed),
            StringComparison.Ordinal);
        Assert.Contains(FenceLevel.Sid.ToString(),
            AccountLaunchPlan.WhyNot(FreshWindows11.User with { IntegrityLevel = FenceLevel.Sid }, Accounts.Installed),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NetworkMode.Offline, "the mode 'online'", "the mode 'allowlist'")]
    [InlineData(NetworkMode.Allowlist, "the mode 'online'", null)]
    [InlineData(NetworkMode.Online, null, null)]
    public void No_command_gets_more_network_than_the_machine_allows(NetworkMode most, string? online, string? listed)
    {
        var installed = Accounts.Installed with { Network = most };
        foreach (var (launch, why) in ((AccountLaunch, string?)[])[(Launch, null),
            (Launch with { IsOnline = true }, online), (Launch with { ProxySlot = 3 }, listed)])
        {
            var said = AccountLaunchPlan.WhyNot(launch, installed);
            if (why is null) Assert.Null(said);
            else Assert.Contains(why, said, StringComparison.Ordinal);
        }
    }

    private static AccountLaunch Launch => new()
    {
        IsOnline = false, Session = Host.SessionId, Station = "WINSTA",
        Roots = Folders<WindowsStep.GrantRoot>(s => s.Path), Reads = Folders<WindowsStep.GrantRead>(s => s.Path),
        Program = WindowsPath.Parse(@"C:\Windows\System32\cmd.exe"), CommandLine = "cmd.exe",
        WorkingDirectory = WindowsPath.Parse(@"C:\"), Environment = [],
        Processes = 5, Memory = 1 << 30, Streams = (0, 0, 0),
    };

    private static System.Collections.Immutable.ImmutableArray<LaunchFolder> Folders<T>(Func<T, CanonicalPath> path)
        where T : WindowsStep => [.. Plan.Steps.OfType<T>().Select(s => Host.Find(path(s))!)
            .Select(f => new LaunchFolder(f.Path, f.VolumeSerial, f.FileId))];

    private static System.Collections.Immutable.ImmutableArray<(ulong, UInt128)> Found(
        IEnumerable<LaunchFolder> folders) => [.. folders.Select(f => (f.VolumeSerial, f.FileId))];
}
