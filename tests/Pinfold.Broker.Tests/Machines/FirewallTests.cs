using System.Globalization;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// Packets of the accounts in the machine's own network, outside every namespace of a session: what is left when all
/// else fails. Another host is a network namespace behind a pair of interfaces, which answers on every way; root
/// reaches it on each (the control).
/// </summary>
public sealed class FirewallTests : IClassFixture<Elevated>
{
    /// <summary>One attempt on each way; prints those on which an answer came.</summary>
    private const string Attempts = """
        import errno, struct
        LOCAL, FAR4, FAR6, OWN4, OWN6 = ('127.0.0.1', '::1'), '10.77.0.2', 'fd77::2', '10.77.0.1', 'fd77::1'
        V4, V6 = socket.AF_INET, socket.AF_INET6
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
        def total(data):
            n = sum(struct.unpack('>%dH' % (len(data) // 2), data))
            while n >> 16: n = (n & 0xffff) + (n >> 16)
            return ~n & 0xffff
        def raw(family, to, ask, answer):
            with socket.socket(family, socket.SOCK_RAW, 1 if family == V4 else 58) as s:
                s.settimeout(1); ping = struct.pack('>BBHHH', ask, 0, 0, 77, 1)
                s.sendto(ping[:2] + struct.pack('>H', total(ping)) + ping[4:], (to, 0))
                while True:
                    got = s.recv(999)[20 if family == V4 else 0:]
                    if got[0] == answer and got[4:6] == ping[4:6]: return got
        def written(family, send): # a datagram whose every header is ours; the answer comes to an ordinary socket
            with socket.socket(family, socket.SOCK_DGRAM) as s:
                s.settimeout(1); s.bind((OWN4 if family == V4 else OWN6, 0))
                own, far = (socket.inet_pton(family, a) for a in ((OWN4, FAR4) if family == V4 else (OWN6, FAR6)))
                datagram = struct.pack('>HHHH', s.getsockname()[1], 7007, 9, 0) + b'x'
                if family == V4: whole = struct.pack('>BBHHHBBH', 0x45, 0, 29, 1, 0, 64, 17, 0) + own + far
                else: whole = struct.pack('>IHBB', 6 << 28, 9, 17, 64) + own + far
                if family == V4: whole = whole[:10] + struct.pack('>H', total(whole)) + whole[12:]
                check = total(own + far + struct.pack('>HH', 17, 9) + datagram + b'\0')
                send(whole + datagram[:6] + struct.pack('>H', check) + datagram[8:]); return s.recv(9)
        def headers(family):
            with socket.socket(family, socket.SOCK_RAW, 255) as s:
                s.setsockopt(*((0, 3, 1) if family == V4 else (41, 36, 1)))
                return written(family, lambda data: s.sendto(data, (FAR4 if family == V4 else FAR6, 0)))
        def packet():
            with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0) as s:
                return written(V4, lambda data: s.sendto(data, ('near', 0x800, 0, 0, bytes.fromhex('020000000077'))))
        def dns(to):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                s.settimeout(1); s.sendto(bytes([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1]), (to, 53)); return s.recv(999)
        def orphan(to):
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM); s.setblocking(False)
            try: s.connect((to, 7010))
            except BlockingIOError: pass
            s.close()
        ways = {
            'far tcp4': lambda: tcp(V4, FAR4, 7007), 'far tcp6': lambda: tcp(V6, FAR6, 7007), 'far tcp mapped': lambda: tcp(V6, '::ffff:' + FAR4, 7007),
            'far tcp fast': lambda: fast(FAR4, 7007), 'far mptcp': lambda: tcp(V4, FAR4, 7007, 262), 'far sctp': lambda: tcp(V4, FAR4, 7007, 132),
            'far udp4': lambda: udp(V4, FAR4, 7007), 'far udp6': lambda: udp(V6, FAR6, 7007), 'far udp mapped': lambda: udp(V6, '::ffff:' + FAR4, 7007),
            'far udp fragments': lambda: udp(V4, FAR4, 7007, 9000), 'far udp6 fragments': lambda: udp(V6, FAR6, 7007, 9000), 'far udp cork': lambda: udp(V4, FAR4, 7007, 10, cork=True),
            'far icmp4': lambda: icmp(V4, FAR4), 'far icmp6': lambda: icmp(V6, FAR6), 'far dns': lambda: dns(FAR4),
            'raw4': lambda: raw(V4, FAR4, 8, 0), 'raw6': lambda: raw(V6, FAR6, 128, 129), 'raw headers4': lambda: headers(V4), 'raw headers6': lambda: headers(V6), 'packet': packet,
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
        elevated.Sh("root", $$"""
            [ ! -e /opt/plans/near ] || exit 0
            mkfifo /opt/plans/near /opt/plans/far
            unshare --net sh -c 'ip link set lo up; exec sleep 100000' & far=$!
            until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
            ip link add near type veth peer name far address 02:00:00:00:00:77 && ip link set far netns $far
            ip addr add 10.77.0.1/24 dev near && ip -6 addr add fd77::1/64 dev near nodad && ip link set near up
            nsenter -t $far -n sh -c 'set -e; ip addr add 10.77.0.2/24 dev far; ip -6 addr add fd77::2/64 dev far nodad; ip link set far up; echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range || :'
            echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range
            echo $far > /opt/plans/far-pid
            nsenter -t $far -n nft -f - <<'END'
            table inet watch {
              counter seen_orphan {}
              counter seen_tcp {}
              counter seen_udp {}
              counter seen_icmp {}
              counter seen_icmp6 {}
              counter seen_others {}
              chain seen {
                type filter hook prerouting priority -300; policy accept;
                tcp dport 7010 counter name seen_orphan
                meta l4proto tcp counter name seen_tcp accept
                meta l4proto udp counter name seen_udp accept
                meta l4proto icmp counter name seen_icmp accept
                icmpv6 type { echo-request } counter name seen_icmp6 accept
                meta l4proto ipv6-icmp accept # neighbours and groups: the kernel's own
                counter name seen_others
              }
            }
            END
            nsenter -t $far -n python3 {{server}} /opt/plans/far > /dev/null 2>&1 < /dev/null &
            python3 {{server}} /opt/plans/near > /dev/null 2>&1 < /dev/null &
            read -r _ < /opt/plans/far; read -r _ < /opt/plans/near
            """);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_offline_account_gets_no_answer_on_any_way_and_the_online_one_on_those_that_are_written_down()
    {
        var script = _elevated.Script(Attempts);
        _ = Seen();
        var control = Ways("root", $"python3 {script}");
        string[] always =
        [
            "far tcp4", "far tcp6", "far tcp mapped", "far udp4", "far udp6", "far udp mapped", "far udp fragments",
            "far udp6 fragments", "far icmp4", "far icmp6", "far dns", "raw4", "raw6", "raw headers4",
            "raw headers6", "packet", "near tcp4", "near tcp6",
            "near tcp mapped", "near udp4", "near dns", "near tcp own",
        ];
        Assert.Empty(always.Except(control, StringComparer.Ordinal));
        Assert.Equal(["orphan", "tcp", "udp", "icmp", "icmp6"], Seen());
        Assert.Equal([], Ways("root", As(_elevated.Offline, script)));
        Assert.Equal([], Ways("root", As(_elevated.Online, script))); // no session's
        Assert.Equal([], Seen());
        var online = Ways("root",
            $"echo $$ > {_elevated.Machine.Cgroups}/online/cgroup.procs; {As(_elevated.Online, script)}");
        Assert.All(online, way =>
            Assert.True(way.StartsWith("far ", StringComparison.Ordinal) || way is "near dns" or "near icmp4", way));
        Assert.Equal(control.Where(w => w.StartsWith("far ", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            online.Where(w => w.StartsWith("far ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// No command has the capability: this is what is left without that fence. A packet socket is below every rule by
    /// owner.
    /// </summary>
    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void With_the_capability_for_raw_sockets_a_packet_socket_alone_gets_past_the_filter()
    {
        var script = _elevated.Script(Attempts);
        foreach (var account in (string[])[_elevated.Offline, _elevated.Online])
        {
            _ = Seen();
            Assert.Equal(["packet"], Ways("root", As(account, script, "--inh-caps +net_raw --ambient-caps +net_raw")));
            Assert.Equal(["udp"], Seen());
        }

        var other = Ways("root", As("65533", script, "--inh-caps +net_raw --ambient-caps +net_raw"));
        Assert.Empty(((string[])["raw4", "raw6", "raw headers4", "raw headers6", "packet"])
            .Except(other, StringComparer.Ordinal));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_filter_that_is_gone_is_back_before_the_next_launch()
    {
        _elevated.Sh("root", "nft flush ruleset");
        Assert.Equal("pinfold-offline",
            _elevated.Sh("ada", "cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- id -un").Trim());
        Assert.Contains(_elevated.Offline, _elevated.Sh("root", "nft -n list table inet pinfold"),
            StringComparison.Ordinal);
        var chain = _elevated.Sh("root", "nft -a list table inet pinfold")
            .Split('\n').First(l => l.Contains("skuid", StringComparison.Ordinal));
        _elevated.Sh("root", string.Create(CultureInfo.InvariantCulture,
            $"nft delete rule inet pinfold output handle {chain.Split("handle ")[1].Trim()}"));
        Assert.Equal([], Ways("ada", "cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- true && echo"));
        Assert.Equal([], Ways("root", As(_elevated.Offline, _elevated.Script(Attempts))));
    }

    /// <summary>While the broker stands still nothing puts the filter back: the control.</summary>
    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_filter_that_is_gone_is_back_while_a_command_runs_under_it()
    {
        var asked = _elevated.Script("""
            for line in iter(sys.stdin.readline, ''):
                try:
                    socket.create_connection(('127.0.0.1', 7007), 5).close()
                    print('reached', flush=True)
                except OSError:
                    print('refused', flush=True)
            """);
        _elevated.Sh("root", "mkfifo -m 666 /opt/plans/ask /opt/plans/told");
        using var session = _elevated.Machine.Start("ada", "/bin/bash", "-c",
            $"{Elevated.Run} --network online -- python3 {asked} < /opt/plans/ask > /opt/plans/told");
        var told = _elevated.Sh("root", $$"""
            exec 3> /opt/plans/ask 4< /opt/plans/told
            ask() { echo >&3; read -r said <&4; echo $said; }
            ask
            kill -STOP {{_elevated.Broker}}
            nft flush ruleset
            ask
            kill -CONT {{_elevated.Broker}}
            until nft list table inet pinfold > /dev/null 2>&1; do :; done
            ask
            nft flush ruleset
            until nft list table inet pinfold > /dev/null 2>&1; do :; done
            ask
            """);
        session.WaitForExit();
        Assert.Equal("refused\nreached\nrefused\nrefused\n", told);
    }

    /// <summary>
    /// It hears of changes late (its socket for them takes two seconds), and the filter goes as soon as it has looked
    /// at it.
    /// </summary>
    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_filter_that_goes_while_the_broker_begins_is_back_without_a_launch()
    {
        using var elevated = new Elevated();
        elevated.Sh("root", $$"""
            kill -TERM {{elevated.Broker}}; while [ -d /proc/{{elevated.Broker}} ]; do :; done
            cp /usr/sbin/nft /opt/scripts/nft
            cat > /opt/scripts/fickle <<'END'
            #!/bin/sh
            /opt/scripts/nft "$@"
            status=$?
            case "$*" in *'list table'*) mkdir /opt/scripts/looked && /opt/scripts/nft delete table inet pinfold && touch /opt/scripts/gone ;; esac
            exit $status
            END
            chmod 755 /opt/scripts/fickle && mount --bind /opt/scripts/fickle /usr/sbin/nft
            setsid strace -f -b execve -qq -o /dev/null -e trace=bind -e inject=bind:delay_enter=2s /usr/local/lib/pinfold/pinfold-broker > /dev/null 2>&1 < /dev/null &
            until [ -e /opt/scripts/gone ]; do :; done
            timeout 30 sh -c 'until /opt/scripts/nft list table inet pinfold > /dev/null 2>&1; do :; done'
            """);
    }

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("offline")]
    [InlineData("allowlist")]
    public void Where_the_machines_policy_says_less_than_online_the_online_account_reaches_nothing_and_nothing_runs_as_it(string mode)
    {
        var script = _elevated.Script(Attempts);
        const string Launch = "print(run(command(ops(plan('online')), '/bin/echo', 'ran'), account=ONLINE)[0].strip())";
        var inside = $"echo $$ > {_elevated.Machine.Cgroups}/online/cgroup.procs; {As(_elevated.Online, script)}";
        Assert.Equal("ran", _elevated.Python("ada", Launch));
        Assert.Contains("far tcp4", Ways("root", inside), StringComparer.Ordinal);
        try
        {
            _elevated.Sh("root", $"mkdir -p /etc/pinfold && printf 'version = 1\n[network]\nmode = \"{mode}\"\n' > /etc/pinfold/policy.toml && /opt/pinfold/pinfold setup --yes");
            Assert.Contains($"the machine's policy allows no more network than '{mode}'",
                _elevated.Python("ada", Launch), StringComparison.Ordinal);
            // which looks at the filter, and leaves it so
            Assert.Equal("pinfold-offline", _elevated.Sh("ada", $"{Elevated.Run} -- id -un").Trim());
            Assert.Equal([], Ways("root", inside));
        }
        finally
        {
            _elevated.Sh("root", "rm /etc/pinfold/policy.toml && /opt/pinfold/pinfold setup --yes");
        }

        Assert.Equal("ran", _elevated.Python("ada", Launch));
        Assert.Contains("far tcp4", Ways("root", inside), StringComparer.Ordinal);
    }

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("offline", "")]
    [InlineData("online", "--network online")]
    public void A_command_is_in_a_cgroup_of_its_account_and_stays_in_it(string role, string options)
    {
        var cgroups = _elevated.Machine.Cgroups!;
        const string Leave = "for f in $(find /sys/fs/cgroup -name cgroup.procs 2>/dev/null) /proc/self/root/sys/fs/cgroup/cgroup.procs; do (echo 0 > $f) 2>/dev/null && echo left for $f; done; mkdir /sys/fs/cgroup/new 2>/dev/null && echo made";
        var said = _elevated.Sh("ada",
            $"{Elevated.Run} {options} -- sh -c 'cat /proc/self/cgroup | grep ^0::; {Leave}; :'").Trim();
        Assert.Matches($"^0::/machines/machine-[^/]+/pinfold/{role}/pinfold-[0-9]+-[0-9a-f]+$", said);
        Assert.Contains("left for", _elevated.Machine.Shell("root",
            "for f in " + cgroups + "/online/cgroup.procs; do (echo 0 > $f) && echo left for $f; done").Output,
            StringComparison.Ordinal);
        Assert.Equal("", _elevated.Sh("root", $"find {cgroups}/*/ -mindepth 1 -type d"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Cgroups_that_are_gone_are_back_before_the_next_launch()
    {
        var (cgroups, script) = (_elevated.Machine.Cgroups!, _elevated.Script(Attempts));
        _elevated.Sh("root", $"rmdir {cgroups}/online {cgroups}/offline {cgroups}");
        Assert.Equal([], Ways("root", As(_elevated.Online, script)));
        Assert.Equal("pinfold-online", _elevated.Sh("ada", $"{Elevated.Run} --network online -- id -un").Trim());
        Assert.Contains("far tcp4",
            Ways("root", $"echo $$ > {cgroups}/online/cgroup.procs; {As(_elevated.Online, script)}"),
            StringComparer.Ordinal);
    }

    private static string As(string uid, string script, string capabilities = "") =>
        $"setpriv --reuid {uid} --regid {uid} --clear-groups {capabilities} python3 {script}";

    /// <summary>The kinds of packets that came to the other host since the last time.</summary>
    private string[] Seen() => [.. _elevated.Sh("root",
        "nsenter --net=/proc/$(cat /opt/plans/far-pid)/ns/net nft reset counters table inet watch")
        .Split("counter ")[1..]
        .Where(c => !c.Contains("packets 0 ", StringComparison.Ordinal))
        .Select(c => c.Split(' ')[0]["seen_".Length..])];

    private string[] Ways(string user, string command) =>
        _elevated.Sh(user, command).Trim().Split(',', StringSplitOptions.RemoveEmptyEntries);
}
