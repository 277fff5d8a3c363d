using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// What the accounts reach in the host's own network; another account reaches the same places each time, so that a
/// refusal is the filter's.
/// </summary>
public sealed class FirewallTests
{
    /// <summary>One connection, one datagram and one answer, as a line of what worked.</summary>
    private const string Tries = """
        import socket, sys
        def tcp(address, port, source=None):
            family = socket.AF_INET6 if ':' in address else socket.AF_INET
            with socket.socket(family, socket.SOCK_STREAM) as s:
                s.settimeout(3)
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if source: s.bind(('', source))
                s.connect((address, port))
                return s.recv(2) == b'ok'
        def udp(address, port):
            family = socket.AF_INET6 if ':' in address else socket.AF_INET
            with socket.socket(family, socket.SOCK_DGRAM) as s:
                s.settimeout(3)
                s.sendto(b'ask', (address, port))
                return s.recv(2) == b'ok'
        said = []
        for name, call in [(t, t) for t in sys.argv[1:]]:
            kind, address, port, *source = call.split(',')
            try: said.append(name if (tcp(address, int(port), *map(int, source)) if kind == 'tcp' else udp(address, int(port))) else '-')
            except OSError: said.append('-')
        print(' '.join(said))
        """;

    /// <summary>Answers "ok" on TCP and UDP; prints "ready" when it listens everywhere.</summary>
    private const string Server = """
        import socket, sys, threading
        def tcp(s):
            while True:
                c, _ = s.accept(); c.sendall(b'ok'); c.close()
        def udp(s):
            while True:
                _, a = s.recvfrom(10); s.sendto(b'ok', a)
        for port in map(int, sys.argv[1:]):
            t = socket.socket(socket.AF_INET6, socket.SOCK_STREAM); t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); t.bind(('::', port)); t.listen(100)
            u = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); u.bind(('::', port))
            for f, s in ((tcp, t), (udp, u)): threading.Thread(target=f, args=(s,)).start()
        open('/run/serving', 'w').close()
        """;

    /// <summary>A second host behind a pair of interfaces, with public addresses and the same server.</summary>
    private const string Neighbour = """
        set -eu
        ip netns add neighbour
        ip link add here type veth peer name there
        ip link set there netns neighbour
        ip address add 203.0.113.1/24 dev here; ip -6 address add 2001:db8::1/64 dev here nodad; ip link set here up
        ip -n neighbour address add 203.0.113.2/24 dev there; ip -n neighbour -6 address add 2001:db8::2/64 dev there nodad
        ip -n neighbour link set there up; ip -n neighbour link set lo up
        """;

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData(true)]
    [InlineData(false)]
    public void The_offline_account_reaches_nothing_and_the_online_account_other_hosts(bool cgroups)
    {
        using var machine = new Machine();
        if (!cgroups) machine.Must("mount", "-t", "tmpfs", "none", "/sys/fs/cgroup");
        Assert.True(!cgroups || machine.Cgroups is not null,
            "no cgroup of version 2 is mounted at /sys/fs/cgroup or at /sys/fs/cgroup/unified");
        machine.AddUser("ada");
        machine.Must("/bin/bash", "-c",
            "mkdir -p /etc/pinfold && printf 'version = 1\\n[network]\\nloopback = [5173, 5174]\\n' > /etc/pinfold/policy.toml");
        Installed.Ready(machine);
        machine.Must("/bin/bash", "-c", Neighbour);
        using var here = machine.Start("root", "python3", "-c", Server, "53", "80", "5173");
        machine.Must("/bin/bash", "-c", "until [ -e /run/serving ]; do :; done; rm /run/serving");
        using var there = machine.Start("root", "ip", "netns", "exec", "neighbour", "python3", "-c", Server, "80");
        machine.Must("/bin/bash", "-c", "until [ -e /run/serving ]; do :; done");

        string[] others = ["tcp,203.0.113.2,80", "tcp,2001:db8::2,80",
            "tcp,::ffff:203.0.113.2,80", "udp,203.0.113.2,80", "udp,2001:db8::2,80"];
        string[] open =
            ["tcp,127.0.0.1,5173", "tcp,::1,5173", "tcp,::ffff:127.0.0.1,5173", "udp,127.0.0.1,53", "tcp,127.0.0.1,53"];
        string[] closed =
        [
            "tcp,127.0.0.1,80", "tcp,::1,80", "tcp,::ffff:127.0.0.1,80", "tcp,203.0.113.1,80",
            "tcp,2001:db8::1,80", "udp,127.0.0.1,80", "udp,::1,80", "udp,127.0.0.1,5173",
            "tcp,127.0.0.1,80,5174", // from a port that is open
        ];
        string[] all = [.. others, .. open, .. closed];
        Assert.Equal(string.Join(' ', all), Reached(machine, "ada", all));
        Assert.Equal(string.Join(' ', all.Select(_ => "-")), Reached(machine, "pinfold-offline", all));
        string nothing = string.Join(' ', all.Select(_ => "-")),
            online = string.Join(' ', [.. others, .. open, .. closed.Select(_ => "-")]);
        if (!cgroups)
        {
            Assert.Equal(online, Reached(machine, "pinfold-online", all));
            return;
        }

        foreach (var way in all.Where(w => w.StartsWith("tcp", StringComparison.Ordinal) && w.Split(',').Length == 3)
            .Select(w => w.Split(',')))
        {
            var target = way[1].Contains(':', StringComparison.Ordinal) ? $"[{way[1]}]:{way[2]}" : $"{way[1]}:{way[2]}";
            var told = machine.Run("ada", Installed.Pinfold, "explain", "connect", target, "--mode", "elevated",
                "--network", "online", "--workspace", "/home/ada");
            Assert.True(told.Status == (closed.Contains(string.Join(',', way), StringComparer.Ordinal) ? 1 : 0),
                $"{target}: {told}");
        }

        Assert.Equal(nothing, Reached(machine, "pinfold-online", all)); // no session's
        Assert.Equal(online, Reached(machine, "pinfold-online", all, "/online"));
        Assert.Equal(online, Reached(machine, "root", all, "/online")); // whoever it is
        Assert.Equal(nothing, Reached(machine, "root", all, "/offline"));
        Assert.Equal(nothing, Reached(machine, "pinfold-offline", all, "/online"));
        Assert.Equal(string.Join(' ', all), Reached(machine, "root", all, ""));
    }

    private static string Reached(Machine machine, string account, string[] tries, string? cgroup = null)
    {
        string[] join = cgroup is null
            ? []
            : ["/bin/sh", "-c", $"echo $$ > {machine.Cgroups}{cgroup}/cgroup.procs; exec \"$@\"", "sh"];
        var outcome = machine.Run("root", [.. join, "setpriv", "--reuid=" + account,
            "--regid=" + account, "--clear-groups", "python3", "-c", Tries, .. tries]);
        Assert.True(outcome.Status == 0, outcome.ToString());
        return outcome.Output.Trim();
    }
}
