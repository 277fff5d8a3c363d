using System.Globalization;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// Packets of the accounts in the machine's own network, outside every namespace of a session: what is left when all else fails. Another host is
/// a network namespace behind a pair of interfaces, which answers on every way; root reaches it on each (the control).
/// </summary>
public sealed class FirewallTests : IClassFixture<Elevated>
{
    /// <summary>One attempt on each way; prints those on which an answer came.</summary>
    private const string Attempts = """
        import errno, struct
        LOCAL, FAR4, FAR6 = ('127.0.0.1', '::1'), '10.77.0.2', 'fd77::2'
        def tcp(family, to, port, protocol=0):
            with socket.socket(family, socket.SOCK_STREAM, protocol) as s:
                s.settimeout(2); s.connect((to, port)); s.sendall(b'x'); return s.recv(9)
        def fast(to, port):
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
                s.settimeout(2); s.sendto(b'x', 0x20000000, (to, port)); return s.recv(9)
        def udp(family, to, port, size=1, **o):
            with socket.socket(family, socket.SOCK_DGRAM) as s:
                s.settimeout(1)
                if o.get('cork'): s.setsockopt(17, 1, 1)
                s.sendto(b'x' * size, (to, port))
                if o.get('cork'): s.setsockopt(17, 1, 0)
                return s.recv(65536)
        def icmp(family, to):
            with socket.socket(family, socket.SOCK_DGRAM, 1 if family == socket.AF_INET else 58) as s:
                s.settimeout(1); s.sendto(struct.pack('>BBHHH', 8 if family == socket.AF_INET else 128, 0, 0, 1, 1) + b'ping', (to, 0)); return s.recv(999)
        def raw(family, protocol):
            with socket.socket(family, socket.SOCK_RAW, protocol) as s: return b'made'
        def dns(to):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                s.settimeout(1); s.sendto(bytes([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1]), (to, 53)); return s.recv(999)
        def orphan(to):
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM); s.setblocking(False)
            try: s.connect((to, 7007))
            except BlockingIOError: pass
            s.close()
        V4, V6 = socket.AF_INET, socket.AF_INET6
        ways = {
            'far tcp4': lambda: tcp(V4, FAR4, 7007), 'far tcp6': lambda: tcp(V6, FAR6, 7007), 'far tcp mapped': lambda: tcp(V6, '::ffff:' + FAR4, 7007),
            'far tcp fast': lambda: fast(FAR4, 7007), 'far mptcp': lambda: tcp(V4, FAR4, 7007, 262), 'far sctp': lambda: tcp(V4, FAR4, 7007, 132),
            'far udp4': lambda: udp(V4, FAR4, 7007), 'far udp6': lambda: udp(V6, FAR6, 7007), 'far udp mapped': lambda: udp(V6, '::ffff:' + FAR4, 7007),
            'far udp fragments': lambda: udp(V4, FAR4, 7007, 9000), 'far udp6 fragments': lambda: udp(V6, FAR6, 7007, 9000), 'far udp cork': lambda: udp(V4, FAR4, 7007, 10, cork=True),
            'far icmp4': lambda: icmp(V4, FAR4), 'far icmp6': lambda: icmp(V6, FAR6), 'far dns': lambda: dns(FAR4),
            'raw4': lambda: raw(V4, 1), 'raw6': lambda: raw(V6, 58), 'raw ip': lambda: raw(V4, 255), 'packet': lambda: raw(17, 0x300),
            'near tcp4': lambda: tcp(V4, LOCAL[0], 7007), 'near tcp6': lambda: tcp(V6, LOCAL[1], 7007), 'near tcp mapped': lambda: tcp(V6, '::ffff:127.0.0.1', 7007),
            'near tcp other': lambda: tcp(V4, '127.9.9.9', 7007), 'near tcp any': lambda: tcp(V4, '0.0.0.0', 7007), 'near tcp own': lambda: tcp(V4, '10.77.0.1', 7007), 'near mptcp': lambda: tcp(V4, LOCAL[0], 7007, 262),
            'near udp4': lambda: udp(V4, LOCAL[0], 7007), 'near udp6': lambda: udp(V6, LOCAL[1], 7007), 'near udp fragments': lambda: udp(V4, LOCAL[0], 7007, 60000), 'near dns': lambda: dns(LOCAL[0]), 'near icmp4': lambda: icmp(V4, LOCAL[0]),
        }
        came = []
        for name, way in ways.items():
            try:
                if way(): came.append(name)
            except OSError as e: pass
        orphan(FAR4)
        print(','.join(came))
        """;

    private const string Server = """
        import socketserver, threading
        class T(socketserver.BaseRequestHandler):
            def handle(self): self.request.recv(9); self.request.sendall(b'answer')
        class U(socketserver.BaseRequestHandler):
            def handle(self): self.request[1].sendto(b'answer', self.client_address)
        class S(socketserver.ThreadingTCPServer):
            address_family, allow_reuse_address = socket.AF_INET6, True
            def server_bind(self): self.socket.setsockopt(41, 26, 0); super().server_bind()
        class D(socketserver.ThreadingUDPServer):
            address_family = socket.AF_INET6
            max_packet_size = 65536
            def server_bind(self): self.socket.setsockopt(41, 26, 0); super().server_bind()
        servers = [S(('::', 7007), T), D(('::', 7007), U), D(('::', 53), U), S(('::', 53), T)]
        for s in servers: threading.Thread(target=s.serve_forever, daemon=True).start()
        open(sys.argv[1], 'w').write('ready\n')
        threading.Event().wait()
        """;

    private readonly Elevated _elevated;

    public FirewallTests(Elevated elevated)
    {
        _elevated = elevated;
        if (!Machine.CanBeMade) return;
        var server = elevated.Script(Server);
        elevated.Sh("root", $"""
            [ ! -e /opt/plans/near ] || exit 0
            mkfifo /opt/plans/near /opt/plans/far
            unshare --net sh -c 'ip link set lo up; exec sleep 100000' & far=$!
            ip link add near type veth peer name far && ip link set far netns $far
            ip addr add 10.77.0.1/24 dev near && ip -6 addr add fd77::1/64 dev near nodad && ip link set near up
            nsenter -t $far -n sh -c 'ip addr add 10.77.0.2/24 dev far; ip -6 addr add fd77::2/64 dev far nodad; ip link set far up; echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range || :'
            echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range
            nsenter -t $far -n python3 {server} /opt/plans/far > /dev/null 2>&1 < /dev/null &
            python3 {server} /opt/plans/near > /dev/null 2>&1 < /dev/null &
            read -r _ < /opt/plans/far; read -r _ < /opt/plans/near
            """);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_offline_account_gets_no_answer_on_any_way_and_the_online_one_on_those_that_are_written_down()
    {
        var script = _elevated.Script(Attempts);
        var control = Ways("root", $"python3 {script}");
        string[] always = ["far tcp4", "far tcp6", "far tcp mapped", "far udp4", "far udp6", "far udp fragments", "far icmp4", "raw4", "packet", "near tcp4", "near tcp6", "near udp4", "near dns", "near tcp own"];
        Assert.DoesNotContain(always, w => !control.Contains(w, StringComparer.Ordinal));
        Assert.Equal([], Ways("root", As(_elevated.Offline, script)));
        Assert.Equal([], Ways("root", As(_elevated.Online, script))); // no session's
        var online = Ways("root", $"echo $$ > {_elevated.Machine.Cgroups}/online/cgroup.procs; {As(_elevated.Online, script)}");
        Assert.All(online, way => Assert.True(way.StartsWith("far ", StringComparison.Ordinal) || way is "near dns" or "near icmp4", way));
        Assert.Equal(control.Where(w => w.StartsWith("far ", StringComparison.Ordinal)).Order(StringComparer.Ordinal), online.Where(w => w.StartsWith("far ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_filter_that_is_gone_is_back_before_the_next_launch()
    {
        _elevated.Sh("root", "nft flush ruleset");
        Assert.Equal("pinfold-offline", _elevated.Sh("ada", "cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- id -un").Trim());
        Assert.Contains(_elevated.Offline, _elevated.Sh("root", "nft -n list table inet pinfold"), StringComparison.Ordinal);
        var chain = _elevated.Sh("root", "nft -a list table inet pinfold").Split('\n').First(l => l.Contains("skuid", StringComparison.Ordinal));
        _elevated.Sh("root", string.Create(CultureInfo.InvariantCulture, $"nft delete rule inet pinfold output handle {chain.Split("handle ")[1].Trim()}"));
        Assert.Equal([], Ways("ada", "cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- true && echo"));
        Assert.Equal([], Ways("root", As(_elevated.Offline, _elevated.Script(Attempts))));
    }

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("offline", "")]
    [InlineData("online", "--network online")]
    public void A_command_is_in_a_cgroup_of_its_account_and_stays_in_it(string role, string options)
    {
        var cgroups = _elevated.Machine.Cgroups!;
        const string Leave = "for f in $(find /sys/fs/cgroup -name cgroup.procs 2>/dev/null) /proc/self/root/sys/fs/cgroup/cgroup.procs; do (echo 0 > $f) 2>/dev/null && echo left for $f; done; mkdir /sys/fs/cgroup/new 2>/dev/null && echo made";
        var said = _elevated.Sh("ada", $"{Elevated.Run} {options} -- sh -c 'cat /proc/self/cgroup | grep ^0::; {Leave}; :'").Trim();
        Assert.Matches($"^0::/machine-[^/]+/pinfold/{role}/pinfold-[0-9]+-[0-9a-f]+$", said);
        Assert.Contains("left for", _elevated.Machine.Shell("root", "for f in " + cgroups + "/online/cgroup.procs; do (echo 0 > $f) && echo left for $f; done").Output, StringComparison.Ordinal);
        Assert.Equal("", _elevated.Sh("root", $"find {cgroups}/*/ -mindepth 1 -type d"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Cgroups_that_are_gone_are_back_before_the_next_launch()
    {
        var (cgroups, script) = (_elevated.Machine.Cgroups!, _elevated.Script(Attempts));
        _elevated.Sh("root", $"rmdir {cgroups}/online {cgroups}/offline {cgroups}");
        Assert.Equal([], Ways("root", As(_elevated.Online, script)));
        Assert.Equal("pinfold-online", _elevated.Sh("ada", $"{Elevated.Run} --network online -- id -un").Trim());
        Assert.Contains("far tcp4", Ways("root", $"echo $$ > {cgroups}/online/cgroup.procs; {As(_elevated.Online, script)}"), StringComparer.Ordinal);
    }

    private static string As(string uid, string script) => $"setpriv --reuid {uid} --regid {uid} --clear-groups python3 {script}";

    private string[] Ways(string user, string command) => _elevated.Sh(user, command).Trim().Split(',', StringSplitOptions.RemoveEmptyEntries);
}
