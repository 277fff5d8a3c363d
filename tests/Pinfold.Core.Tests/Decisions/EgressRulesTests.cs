using System.Net;
using CsCheck;
using Pinfold.Core.Decisions;
using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Decisions;

/// <summary>The allow list as the proxy asks it.</summary>
public sealed class EgressRulesTests
{
    private static readonly EgressRules Rules = Of("registry.example:443", "*.cdn.example:443",
        "127.0.0.1:5432", "10.0.0.5:443");

    [Theory]
    [InlineData("registry.example", 443)]
    [InlineData("REGISTRY.example.", 443)]
    [InlineData("a.b.cdn.example", 443)]
    [InlineData("127.0.0.1", 5432)]
    [InlineData("0x7f000001", 5432)]
    [InlineData("127.0.0.1.", 5432)]
    [InlineData("10.0.0.5.", 443)]
    [InlineData("2130706433", 5432)]
    [InlineData("::ffff:127.0.0.1", 5432)]
    [InlineData("[64:ff9b::a00:5]", 443)]
    public void What_a_rule_names_is_allowed_however_it_is_written(string host, int port) =>
        Assert.True(Rules.Decide(host, port).Allowed);

    [Theory]
    [InlineData("registry.example", 80)]
    [InlineData("cdn.example", 443)]
    [InlineData("xcdn.example", 443)]
    [InlineData("registry.example.evil.example", 443)]
    [InlineData("127.0.0.1", 443)]
    [InlineData("localhost", 5432)]
    [InlineData("::1", 5432)]
    [InlineData("10.0.0.6", 443)]
    [InlineData("169.254.169.254", 80)]
    [InlineData("168.63.129.16", 80)]
    [InlineData("[registry.example]", 443)]
    [InlineData("[127.0.0.1]", 5432)]
    [InlineData("registry.example\0.evil.example", 443)]
    [InlineData("registry.example", 0)]
    [InlineData("registry.example", 65979)] // 443 in sixteen bits
    [InlineData("", 443)]
    public void Everything_else_is_denied(string host, int port) => Assert.False(Rules.Decide(host, port).Allowed);

    [Fact]
    public void A_denial_says_what_would_allow_it_unless_nothing_can()
    {
        Assert.Equal("--allow other.example:443", Rules.Decide("Other.example", 443).Remedy);
        Assert.Null(Rules.Decide("169.254.169.254", 80).Remedy);
        Assert.Null(Rules.Decide("::1", 80).Remedy);
        Assert.Null(Rules.Decide("localhost", 80).Remedy);
        Assert.Null(Rules.Decide("169.254.169.254.", 80).Remedy);
        Assert.Null(Rules.Decide("0.0.0.0", 80).Remedy);
        Assert.Null(Rules.Decide("-a.example", 80).Remedy);
        Assert.Null(Rules.Decide("a.123", 80).Remedy);
        Assert.Equal("--allow 127.0.0.1:80", Rules.Decide("127.0.0.1.", 80).Remedy);
        var name = Rules.Decide("registry.example", 443);
        Assert.Equal("--allow 192.168.1.1:443", Rules.Decide(name, IPAddress.Parse("192.168.1.1")).Remedy);
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("10.0.0.5", true)] // a rule names it
    [InlineData("10.0.0.6", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("64:ff9b::a83f:8110", false)]
    [InlineData("fd20:ce::254", false)]
    [InlineData("fd00:ec2::23", false)]
    [InlineData("64:ff9b:1::808:808", false)]
    [InlineData("2001:0:1::", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("3fff::1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("ff02::1", false)]
    public void A_name_may_lead_to_public_addresses_and_to_those_that_are_named(string address, bool allowed) =>
        Assert.Equal(allowed, Rules.Decide(Rules.Decide("registry.example", 443), IPAddress.Parse(address)).Allowed);

    [Theory]
    [InlineData("registry.example", true, null)]
    [InlineData("x.cdn.example", true, null)]
    [InlineData("cdn.example", false, "--allow cdn.example:443")]
    [InlineData("evil.example", false, "--allow evil.example:443")]
    [InlineData("10.0.0.5", false, null)]
    [InlineData("127.0.0.1.", false, null)]
    [InlineData("0x7f000001", false, null)]
    [InlineData("a.123", false, null)]
    [InlineData("not a name", false, null)]
    public void Names_that_may_be_looked_up_are_those_of_the_rules(string name, bool admitted, string? remedy) =>
        Assert.Equal((admitted, remedy), Rules.LookUp(name) is var asked ? (asked.Allowed, asked.Remedy) : default);

    [Fact]
    public void The_flag_that_is_offered_admits_the_same_request_and_where_none_is_offered_none_does() =>
        Requests.Sample(asked =>
        {
            var (host, address, port) = asked;
            foreach (var ask in (Func<EgressRules, EgressDecision>[])[
                r => r.Decide(host, port), r => r.LookUp(host),
                r => r.Decide(r.Decide("registry.example", 443), address)])
            {
                var denied = ask(Of("registry.example:443", "127.0.0.1:9"));
                if (denied.Allowed) continue;
                if (denied.Remedy is { } flag)
                    Assert.True(ask(Of("registry.example:443", flag["--allow ".Length..])).Allowed,
                        $"{flag} does not admit {denied.Target}");
                // not offered
                else if (denied.Address is null || !IPAddress.IsLoopback(denied.Address)
                    || denied.Host != "registry.example")
                    Assert.False(Try("registry.example:443",
                        $"{denied.Address?.ToString() ?? denied.Host}:{Math.Max(denied.Port, 1)}") is { } rules
                        && ask(rules).Allowed);
            }
        }, iter: 3000);

    [Fact]
    public void No_flag_is_offered_beyond_what_the_machine_allows()
    {
        PolicySource[] files =
        [
            new(PolicyLayer.Machine, "/etc/pinfold/policy.toml",
                "version = 1\nnetwork.allow = [\"*.corp.example:443\"]\n"u8.ToArray()),
            new(PolicyLayer.User, "/home/u/.config/pinfold/policy.toml",
                "version = 1\nnetwork = { mode = \"allowlist\", allow = [\"a.corp.example:443\"] }\n"u8.ToArray()),
        ];
        var rules = new EgressRules(PolicyLoader.Load(files, new(), Pinfold.Core.Paths.CanonicalPath.Parse("/ws"),
            Pinfold.Core.Paths.CanonicalPath.Parse("/home/u"), []).Policy!);
        Assert.Equal("--allow b.corp.example:443", rules.Decide("b.corp.example", 443).Remedy);
        var other = rules.Decide("other.example", 443);
        Assert.Equal((null, "no rule of allow names it, and none can: the machine's policy allows other hosts only"),
            (other.Remedy, other.Rule));
        Assert.Null(rules.LookUp("other.example").Remedy);
        Assert.Null(rules.Decide(rules.Decide("a.corp.example", 443), IPAddress.Parse("10.0.0.1")).Remedy);
    }

    [Fact]
    public void In_another_mode_nothing_is_allowed()
    {
        var policy = Policy("registry.example:443") with { Network = NetworkMode.Online };
        Assert.False(new EgressRules(policy).Decide("registry.example", 443).Allowed);
        Assert.True(new EgressRules(Policy("registry.example:443")).Decide("registry.example", 443).Allowed);
    }

    [Fact]
    public void An_IPv6_target_is_spelled_in_brackets() =>
        Assert.Equal("[2606:2800:220:1::1]:443", Rules.Decide("2606:2800:220:1::1", 443).Target);

    private static EgressRules Of(params string[] allow) => new(Policy(allow));

    /// <summary>Null where the rules are a fault.</summary>
    private static EgressRules? Try(params string[] allow) => Load(allow) is { } policy ? new(policy) : null;

    /// <summary>Hosts in the spellings that clients and resolvers know, and in others.</summary>
    private static readonly Gen<(string Host, IPAddress Address, int Port)> Requests = Gen.Select(
        Gen.OneOf(
            Gen.OneOf("other.example", "Other.Example.", "x.registry.example", "registry.example", "localhost",
                "a.localhost", "-a.example", "a.123", "a..b", "127.0.0.1.", "127.1", "0x7f000001",
                "2130706433", "017700000001", "0.0.0.0", "169.254.169.254", "168.63.129.16", "224.0.0.1",
                "::1", "[::1]", "fd00::1", "fe80::1%eth0", "::ffff:10.0.0.1", "64:ff9b::a00:1", "1.2.3.4.5", ""),
            Gen.Byte.Array[4].Select(b => new IPAddress(b).ToString()),
            Gen.Byte.Array[4].Select(b => new IPAddress(b) + "."),
            Gen.Byte.Array[16].Select(b => new IPAddress(b).ToString()),
            Gen.UInt.Select(n => $"0x{n:x}"), Gen.String[Gen.Char["aZ09-_.:x[]%"], 1, 12]),
        Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16], Gen.OneOf<byte[]>([10, 0, 0, 1], [127, 0, 0, 1],
            [192, 168, 1, 1], [169, 254, 169, 254])).Select(b => new IPAddress(b)),
        Gen.Int[1, 65535]);

    private static SandboxPolicy Policy(params string[] allow) => Load(allow)!;

    [Theory]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("168.63.129.16", "metadata")]
    [InlineData("fd00:ec2::254", "metadata")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("0.0.0.0", "unspecified")]
    public void An_address_that_nothing_opens_is_refused_for_its_own_kind(string address, string kind)
    {
        var rule = new EgressRules(Load(["example.org:443"])!).Decide(address, 80).Rule;
        Assert.StartsWith(kind, rule, StringComparison.Ordinal);
        Assert.EndsWith("are never proxied", rule, StringComparison.Ordinal);
        Assert.DoesNotContain("loopback", rule, StringComparison.Ordinal);
    }

    private static SandboxPolicy? Load(string[] allow) => PolicyLoader.Load(
        [], new PolicyFlags { Allow = [.. allow] }, Pinfold.Core.Paths.CanonicalPath.Parse("/ws"),
        Pinfold.Core.Paths.CanonicalPath.Parse("/home/u"), []).Policy;
}
