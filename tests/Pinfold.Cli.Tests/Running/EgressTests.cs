using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Pinfold.Cli.Tests.Running.World;
using Xunit;

namespace Pinfold.Cli.Tests.Running;

/// <summary><c>network = allowlist</c> with real sockets, against an Internet of the test's own.</summary>
public sealed class EgressTests(Internet internet) : IClassFixture<Internet>
{
    private const string NeedsRoot = "the Internet of the test is a network namespace, which root makes";
    private const string Allow = "--allow registry.example:443 --allow registry.example:80 --allow '*.cdn.example:443' --allow rebound.example:443 --allow private.example:443 --allow own.example:443 --allow nat64.example:443 --allow second.example:443 --allow second6.example:443 --allow routed6.example:8443 --allow metadata.example:80 --allow down.example:443 --allow mixed.example:443";

    private static readonly string[] Names =
    [
        "literal", "literal-of-an-allowed-name", "another-port", "another-port-by-proxy",
        "decimal", "octal", "hexadecimal", "mapped", "mapped-by-proxy", "metadata",
        "metadata-by-proxy", "metadata-by-name", "loopback", "loopback-by-proxy", "loopback-as-localhost",
        "loopback-by-zero", "loopback6", "rebinding", "rebinding-direct", "rebinding-to-this-machine",
        "rebinding-to-a-second-address", "rebinding-to-a-second-address6", "rebinding-to-a-local-route6",
        "rebinding-to-private", "ipv6", "smuggling", "socks-bind", "socks-udp",
        "wrong-credential", "udp", "quic", "names-as-a-channel", "names-at-another-server",
    ];

    public static TheoryData<string> Attacks => [.. Names];

    [Theory(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [MemberData(nameof(Attacks))]
    public void Nothing_but_the_allow_list_is_reached(string attack)
    {
        internet.Reached();
        internet.Shell($"python3 attack.py {attack}");
        var sign = attack.StartsWith("names-as", StringComparison.Ordinal) ? "c2vjcmv0"
            : attack is "udp" or "quic" or "socks-udp" or "names-at-another-server" ? "udp"
            : "tcp";
        Assert.True(internet.Reaches(sign), "it does not work outside either");
        internet.Reached();
        var outcome = internet.Shell($"$P run {Allow} -- python3 attack.py {attack}");
        Assert.Equal(0, outcome.Status);
        var reached = internet.Reached().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] harmless = attack == "smuggling"
            ? ["tcp 93.184.216.34:80", "heard 93.184.216.34:80 POST / HTTP/1.1"]
            : [];
        Assert.Empty(reached.Where(r => !r.StartsWith("name ", StringComparison.Ordinal)
            || r.Contains("c2vjcmv0", StringComparison.Ordinal)).Except(harmless, StringComparer.Ordinal));
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_is_allowed_is_reached_by_programs_that_know_of_the_proxy_and_by_those_that_do_not()
    {
        var outcome = internet.Shell($$"""
            $P run {{Allow}} -- sh -c '
              curl -sS http://registry.example/x
              curl -sS --noproxy "*" http://registry.example/x
              curl -sS -6 --noproxy "*" http://registry.example/x
              curl -sS -p http://registry.example/x
              curl -sS --socks5-hostname "${http_proxy#http://}" --noproxy "" http://registry.example/x
              curl -sS --noproxy "*" http://a.cdn.example:443/x
              curl -sS --noproxy "*" http://mixed.example:443/x
              curl -sS http://nat64.example:443/x
              python3 -c "import socket; print(socket.getaddrinfo(\"registry.example\", 80, socket.AF_INET, flags=socket.AI_ADDRCONFIG)[0][4][1])"'
            """);
        const string From = "from 93.184.216.34:80\n", Tls = "from 93.184.216.34:443\n";
        Assert.Equal((0, From + From + From + From + From + Tls + Tls + "from 64:ff9b::5db8:d822:443\n80\n", ""),
            (outcome.Status, outcome.Output, outcome.Error));
    }

    [Theory(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("echo nameserver 127.0.0.11 > /etc/resolv.conf")]
    [InlineData("echo nameserver 192.0.2.1 > /etc/resolv.conf")]
    [InlineData("echo nameserver 2001:db8::1 > /etc/resolv.conf")]
    // by TCP alone
    [InlineData("echo nameserver 192.0.2.1 > /etc/resolv.conf; echo options use-vc >> /etc/resolv.conf")]
    // dangles inside, where /run is private
    [InlineData("mkdir -p /run/x; echo nameserver 127.0.0.53 > /run/x/r; ln -sf ../run/x/r /etc/resolv.conf")]
    [InlineData("rm /etc/resolv.conf")]
    public void Names_are_answered_whatever_the_hosts_resolv_conf_says(string prepare)
    {
        try
        {
            internet.Machine!.Must("/bin/sh", "-c", prepare);
            var outcome = internet.Shell("""
                $P run --allow registry.example:80 -- sh -c 'getent ahostsv4 registry.example; getent hosts evil.example
                  python3 -c "import socket; print(socket.getaddrinfo(\"registry.example\", 80, socket.AF_INET6)[0][4][0])"'
                """);
            Assert.Contains("198.18.", outcome.Output, StringComparison.Ordinal);
            Assert.Contains("2001:2::", outcome.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", outcome.Output, StringComparison.Ordinal);
        }
        finally
        {
            internet.Machine!.Must("/bin/sh", "-c",
                "rm -f /etc/resolv.conf; echo 'nameserver 127.0.0.53' > /etc/resolv.conf");
        }
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Where_sockets_may_be_bound_to_foreign_addresses_this_machine_is_still_told_from_others()
    {
        const string Sysctl =
            "echo {0} | tee /proc/sys/net/ipv4/ip_nonlocal_bind > /proc/sys/net/ipv6/ip_nonlocal_bind";
        try
        {
            internet.Machine!.Must("/bin/sh", "-c", string.Format(null, Sysctl, 1));
            var outcome = internet.Shell($"$P run {Allow} -- sh -c 'curl -s http://registry.example/; curl -s -p http://second.example:443/; curl -s -p http://own.example:443/'");
            Assert.Equal("from 93.184.216.34:80\n", outcome.Output);
            Assert.Contains("93.184.217.3, which is this machine", outcome.Error, StringComparison.Ordinal);
        }
        finally
        {
            internet.Machine!.Must("/bin/sh", "-c", string.Format(null, Sysctl, 0));
        }
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_was_denied_is_told_with_the_flag_that_allows_it_and_that_flag_allows_it()
    {
        const string Command = "-- curl -sS http://registry.example/";
        var denied = internet.Shell($"$P run --network allowlist {Command}");
        Assert.Contains(
            "pinfold: denied: connecting to registry.example:80: no rule of allow names it; to allow it: pinfold run --allow registry.example:80 -- …",
            denied.Error, StringComparison.Ordinal);
        Assert.Contains("the user may allow it: pinfold run --allow registry.example:80", denied.Output,
            StringComparison.Ordinal);
        Assert.Equal("from 93.184.216.34:80\n", internet.Shell($"$P run --allow registry.example:80 {Command}").Output);
        var direct = internet.Shell("$P run --allow registry.example:80 -- curl -sS --noproxy '*' http://registry.example:8080/; $P run --allow registry.example:80 -- curl -sS --noproxy '*' http://other.example/");
        Assert.Contains("denied: connecting to registry.example:8080: ", direct.Error, StringComparison.Ordinal);
        Assert.Contains("denied: looking up other.example: ", direct.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("corp.example", direct.Error, StringComparison.Ordinal); // what the resolver made of it
        Assert.Contains("at this port or the one that it is for: pinfold run --allow other.example:443", direct.Error,
            StringComparison.Ordinal);
        var dotted = internet.Shell(
            "$P run --allow 127.0.0.1:9 -- python3 -c 'import socket; socket.create_connection((\"127.0.0.1.\", 9))'");
        Assert.Contains(
            "denied: looking up 127.0.0.1: an address is not looked up: connect to it as it is, without a final dot",
            dotted.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--allow", dotted.Error, StringComparison.Ordinal);
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_users_own_service_is_reached_when_a_rule_names_its_address()
    {
        Assert.Equal("from 127.0.0.1:5432\n",
            internet.Shell("$P run --allow 127.0.0.1:5432 -- curl -sS http://127.0.0.1:5432/").Output);
        internet.Reached();
        Assert.NotEqual(0,
            internet.Shell("$P run --allow registry.example:5432 -- curl -sS http://127.0.0.1:5432/").Status);
        Assert.Equal("", internet.Reached());
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Each_connection_is_in_the_journal_with_its_bytes_and_verdict()
    {
        internet.Shell($"$P run {Allow} -- sh -c 'curl -s http://registry.example/x; curl -s http://evil.example/; curl -s --noproxy \"*\" http://down.example:443/'");
        var records = internet.Shell("cat $(ls -t ~/.local/state/pinfold/sessions/*/journal* | head -1)")
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .Where(r => r.GetProperty("kind").GetString() == "egress").Select(r => r.GetProperty("data")).ToList();
        var carried = Assert.Single(records, r => r.GetProperty("outcome").GetString() == "carried");
        Assert.Equal(("http", "registry.example", 80, "93.184.216.34"),
            (carried.GetProperty("via").GetString(), carried.GetProperty("host").GetString(),
                carried.GetProperty("port").GetInt32(), carried.GetProperty("address").GetString()));
        Assert.True(carried.GetProperty("received").GetInt64() > 60);
        Assert.Equal("evil.example", Assert.Single(records, r => r.GetProperty("outcome").GetString() == "denied")
            .GetProperty("host").GetString());
        Assert.Equal("direct", Assert.Single(records, r => r.GetProperty("outcome").GetString() == "unreachable")
            .GetProperty("via").GetString());
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_pinfold_that_is_killed_loses_no_sum_that_is_older_than_a_moment()
    {
        var outcome = internet.Shell("""
            mkfifo hold
            $P run --network allowlist -- sh -c 'for i in 1 2 3 4 5; do curl -s -o /dev/null http://evil.example/; done; cat hold' & pid=$!
            timeout 30 sh -c 'until [ $(cat $(ls -t ~/.local/state/pinfold/sessions/*/journal* | head -1) | grep -c "kind.:.egress") -ge 2 ]; do :; done'; echo "$?"
            kill -9 $pid; wait $pid; rm hold
            """);
        Assert.Equal("0\n", outcome.Output);
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Two_sessions_have_nothing_in_common()
    {
        internet.Reached();
        var outcome = internet.Shell("""
            mkfifo go
            $P run --allow registry.example:80 -- sh -c 'echo "$http_proxy" > url; cat go' &
            until [ -s url ]; do :; done
            $P run --network allowlist -- sh -c 'http_proxy=$(cat url) curl -sS http://registry.example/; curl -sS --noproxy "*" http://registry.example/'
            echo > go; wait; rm go url
            """);
        Assert.DoesNotContain("from 93", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("the proxy wants the credential of this session", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("tcp", internet.Reached(), StringComparison.Ordinal);
    }

    /// <summary>Of the tests' own Internet: a refusal is told by what it did not hear.</summary>
    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_reaches_the_Internet_is_told_once_and_never_lost()
    {
        const int Lines = 3000;
        internet.Reached();
        using var writer = internet.Machine!.Start("root", "/bin/bash", "-c",
            $"for ((i = 0; i < {Lines}; i++)); do echo $i >> /tmp/reached; done");
        var heard = "";
        while (!writer.HasExited) heard += internet.Reached();
        heard += internet.Reached();
        Assert.Equal(string.Concat(Enumerable.Range(0, Lines).Select(i => $"{i}\n")), heard);
    }
}
