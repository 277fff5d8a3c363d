using Pinfold.Core.Decisions;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Decisions;

public sealed class ConnectTests
{
    private static readonly SandboxPolicy Listed = Base with
    {
        Network = NetworkMode.Allowlist,
        Allow = [Host("registry.example.org", 443), Host("*.example.com", 443),
            Host("10.0.0.5", 80), Host("2001:db8::1", 443), Host("169.254.169.254", 80)],
    };

    [Fact]
    public void Offline_denies_every_host()
    {
        var decision = Base.Connect("registry.example.org");
        Assert.Equal(Verdict.Deny, decision.Verdict);
        Assert.Equal("connecting to registry.example.org:443 is denied by 'network = offline'", decision.Explanation);
        Assert.Equal("the user may grant it: --allow registry.example.org:443", decision.Remedy);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("db.localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("2130706433")]
    public void The_private_loopback_is_always_reachable(string host)
    {
        foreach (var policy in new[] { Base, Listed })
        {
            var decision = policy.Connect(host, 5432);
            Assert.Equal(Verdict.Allow, decision.Verdict);
            Assert.Contains("loopback is the sandbox's own", decision.Explanation, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", 53, true)]
    [InlineData("127.0.0.1", 5173, true)]
    [InlineData("::ffff:127.0.0.1", 5173, true)]
    [InlineData("127.0.0.1", 5432, false)]
    [InlineData("127.9.9.9", 5432, false)]
    [InlineData("::1", 5432, false)]
    [InlineData("localhost", 5432, false)]
    [InlineData("0.0.0.0", 5432, false)]
    [InlineData("::", 5432, false)]
    [InlineData("192.0.2.1", 5432, false)]
    [InlineData("0xc0000201", 5432, false)]
    [InlineData("192.0.2.1", 5173, true)]
    [InlineData("192.0.2.2", 5432, true)]
    [InlineData("example.org", 5432, true)]
    [InlineData("224.0.0.1", 53, false)]
    [InlineData("255.255.255.255", 53, false)]
    [InlineData("ff02::1", 53, false)]
    public void The_online_account_reaches_of_this_host_what_its_filter_opens(string host, int port, bool allowed)
    {
        var policy = Base with { Network = NetworkMode.Online };
        var reach = new AccountReach([5173, 53], a => a.ToString() == "192.0.2.1");
        var decision = new DecisionEngine(policy, reach).Decide(new Request.Connect(host, port));
        Assert.Equal(allowed ? Verdict.Allow : Verdict.Deny, decision.Verdict);
        Assert.Equal(Verdict.Allow, new DecisionEngine(policy).Decide(new Request.Connect(host, port)).Verdict);
        Assert.Equal([53, 80, 5173], AccountReach.Ports([5173, 53, 80, 80]));
        if (port == 5432 && !allowed) Assert.Contains("[5432]", decision.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", 5432, false)]
    [InlineData("127.0.0.1", 5173, true)]
    [InlineData("127.0.0.1", 53, false)]
    [InlineData("169.254.169.254", 80, false)]
    [InlineData("fe80::1", 80, false)]
    [InlineData("example.org", 443, true)]
    public void On_Windows_it_reaches_no_resolver_and_no_link_local_address(string host, int port, bool allowed)
    {
        var reach = new AccountReach([5173], _ => false) { IsWindows = true };
        var decision = new DecisionEngine(Base with { Network = NetworkMode.Online }, reach)
            .Decide(new Request.Connect(host, port));
        Assert.Equal(allowed ? Verdict.Allow : Verdict.Deny, decision.Verdict);
        if (port == 5432) Assert.Contains("as an administrator", decision.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry.example.org", 443)]
    [InlineData("REGISTRY.example.org.", 443)]
    [InlineData("a.example.com", 443)]
    [InlineData("a.b.example.com", 443)]
    [InlineData("10.0.0.5", 80)]
    [InlineData("0x0a000005", 80)]
    [InlineData("::ffff:10.0.0.5", 80)]
    [InlineData("64:ff9b::a00:5", 80)]
    [InlineData("2001:DB8:0:0::1", 443)]
    [InlineData("[2001:db8::1]", 443)]
    public void The_allow_list_names_hosts_however_they_are_written(string host, int port) =>
        Assert.Equal(Verdict.Allow, Listed.Connect(host, port).Verdict);

    [Theory]
    [InlineData("registry.example.org", 80)]
    [InlineData("example.com", 443)] // *.example.com is not example.com
    [InlineData("evilexample.com", 443)]
    [InlineData("registry.example.org.evil.net", 443)]
    [InlineData("10.0.0.6", 80)]
    [InlineData("169.254.169.254", 80)] // although the list names it
    [InlineData("::ffff:169.254.169.254", 80)]
    [InlineData("64:ff9b::a9fe:a9fe", 80)]
    [InlineData("fe80::1", 443)]
    [InlineData("fd00:ec2::254", 80)]
    [InlineData("0.0.0.0", 80)]
    [InlineData("100.100.100.200", 80)]
    public void All_else_is_denied(string host, int port) =>
        Assert.Equal(Verdict.Deny, Listed.Connect(host, port).Verdict);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\0.example.com")]
    [InlineData("user@a.example.com")]
    [InlineData("a..example.com")]
    [InlineData(".example.com")]
    [InlineData("a.example.com/")]
    [InlineData("a.example.com:443")]
    [InlineData("fe80::1%lo")]
    [InlineData("ä.example.com")]
    public void What_is_no_host_is_denied(string host)
    {
        Assert.Equal(Verdict.Deny, Listed.Connect(host).Verdict);
        Assert.Equal(Verdict.Deny, (Base with { Network = NetworkMode.Online }).Connect(host).Verdict);
    }

    [Fact]
    public void An_empty_list_denies_and_the_remedy_is_one_line_of_policy()
    {
        var decision = (Base with { Network = NetworkMode.Allowlist }).Connect("a.example.com");
        Assert.Equal(Verdict.Deny, decision.Verdict);
        Assert.Equal(
            "the user may grant it: --allow a.example.com:443, or in their own policy [network] allow = [\"a.example.com:443\"]",
            decision.Remedy);
    }

    [Fact]
    public void Online_allows() =>
        Assert.Equal(Verdict.Allow, (Base with { Network = NetworkMode.Online }).Connect("example.com").Verdict);
}
