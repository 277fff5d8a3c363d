using System.Text;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Reaching services of the host's network, with the network offline.</summary>
internal static class Networks
{
    private const int Tcp = 6, Udp = 17, FastOpen = 0x20000000;

    internal static IEnumerable<AttackCode> Codes =>
    [
        Stream("net-tcp", a => Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port")))),
        Stream("net-tcp-other-loopback",
            a => Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port"), 0x7F000102)),
            wildcard: true),
        Stream("net-tcp-to-any", a => Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port"), 0))),
        Stream6("net-tcp6", a => Connect(a, Address.Inet6, 0, Address.InetSix(a.Number("port")))),
        Stream("net-tcp-v4-mapped", a => Connect(a, Address.Inet6, 0, Address.InetSix(a.Number("port"), mapped: true))),
        Stream("net-tcp-fast-open", a => SendTo(a, Server.Stream, 0, FastOpen, Address.Inet4(a.Number("port")))),
        Stream("net-tcp-non-blocking", NonBlocking),
        Stream("net-mptcp", a => Connect(a, Address.Inet, 262, Address.Inet4(a.Number("port")))),
        Stream("net-tcp-after-bind", AfterBind),
        Datagram("net-udp-sendto", a => SendTo(a, Server.Datagram, 0, 0, Address.Inet4(a.Number("port")))),
        Datagram("net-udp-connected", ConnectedUdp),
        Datagram("net-udp-sendmsg", a => SendMessage(a, Sys.Sendmsg)),
        Datagram("net-udp-sendmmsg", a => SendMessage(a, Sys.Sendmmsg)),
        Datagram("net-udp-broadcast", Broadcast),
        Datagram6("net-udp6", a => SendTo6(a)),
        new("cve-2025-55284-dns", DnsQuery,
            s => s.Servers.Any(v => v.Receive()?.Contains("secret", StringComparison.Ordinal) == true))
            { Prepare = Listen4(Server.Datagram), Denials = Refusals.Unreachable, Isolated = true },
        Stream("net-dns-tcp", a => Connect(a, Address.Inet, Tcp, Address.Inet4(a.Number("port")))),
        Opens("net-raw-icmp", Address.Inet, 3, 1, root: true),
        Opens("net-raw-ip", Address.Inet, 3, 255, root: true),
        Opens("net-raw6", Address.Inet6, 3, 58, root: true),
        Opens("net-ping", Address.Inet, 2, 1),
        Opens("net-packet", Address.Packet, 3, 0x0300, root: true),
        Opens("net-packet-cooked", Address.Packet, 2, 0x0300, root: true),
        Opens("net-sctp", Address.Inet, 1, 132),
        Opens("net-dccp", Address.Inet, 6, 33),
        Opens("net-udplite", Address.Inet, 2, 136),
        Opens("net-vsock", Address.Vsock, 1, 0),
        Opens("net-vsock-datagram", Address.Vsock, 2, 0),
        Opens("net-kernel-crypto", Address.Alg, 5, 0),
        Opens("net-bluetooth", 31, 3, 1),
        Opens("net-can", 29, 3, 1),
        Opens("net-key-management", 15, 3, 2, root: true),
        Opens("net-xdp", 44, 3, 0, root: true),
        Opens("net-tipc", 30, 5, 0),
        Opens("net-smc", 43, 1, 0),
        Opens("netlink-audit", Address.Netlink, 3, 9),
        Opens("netlink-device-events", Address.Netlink, 3, 15),
        Opens("netlink-socket-diagnosis", Address.Netlink, 3, 4),
        Opens("netlink-generic", Address.Netlink, 3, 16),
        Opens("netlink-netfilter", Address.Netlink, 3, 12),
        Opens("netlink-xfrm", Address.Netlink, 3, 6),
        Opens("netlink-connector", Address.Netlink, 3, 11),
        new("net-see-listeners", SeeListeners,
            s => s.Report.Data.Contains($":{int.Parse(s.Fact("port")):X4} ", StringComparison.Ordinal))
            { Prepare = Listen4(Server.Stream), Isolated = true },
        new("cve-2025-66479-empty-allowlist",
            Run: a => Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port"))),
            Worked: s => s.AnyServerReached)
        {
            Prepare = Listen4(Server.Stream),
            Denials = Refusals.Unreachable,
            Policy = (_, p) => p with { Network = Core.Policy.NetworkMode.Allowlist, Allow = [] },
        },
    ];

    internal static Action<Scene> Listen4(int type, uint host = 0x7F000001) =>
        s => s.Tell("port", s.Serve(Address.Inet, type, Address.Inet4(0, host)).Port);

    internal static Action<Scene> Listen6(int type) =>
        s => s.Tell("port", s.Serve(Address.Inet6, type, Address.InetSix(0)).Port);

    internal static void Connect(Attempt a, int family, int protocol, Address address, int type = Server.Stream)
    {
        var socket = Call(Sys.Socket, family, type, protocol);
        if (socket < 0) a.Try("socket", socket);
        else a.Try("connect", Call(Sys.Connect, socket, address.Pointer, address.Length));
    }

    private static AttackCode Stream(string name, Action<Attempt> run, bool wildcard = false) =>
        new(name, run, s => s.AnyServerReached)
            { Prepare = Listen4(Server.Stream, wildcard ? 0x7F000102u : 0x7F000001u), Denials = Refusals.Unreachable };

    private static AttackCode Stream6(string name, Action<Attempt> run) =>
        new(name, run, s => s.AnyServerReached) { Prepare = Listen6(Server.Stream), Denials = Refusals.Unreachable };

    /// <summary>A datagram to the private loopback is lost without an error: the effect decides.</summary>
    private static AttackCode Datagram(string name, Action<Attempt> run) =>
        new(name, run, s => s.AnyServerReached)
            { Prepare = Listen4(Server.Datagram), Denials = Refusals.Unreachable, Isolated = true };

    private static AttackCode Datagram6(string name, Action<Attempt> run) =>
        Datagram(name, run) with { Prepare = Listen6(Server.Datagram) };

    private static AttackCode Opens(string name, int family, int type, int protocol, bool root = false) =>
        new(name, a => a.Try("socket", Call(Sys.Socket, family, type, protocol)), s => s.Report.Succeeded)
        {
            Unfit = root ? ForeignNamespaces.NeedsRoot : _ => null,
            Denials = [.. Refusals.Usual, Errno.EAFNOSUPPORT],
        };

    private static void SendTo(Attempt a, int type, int protocol, int flags, Address address)
    {
        var socket = Call(Sys.Socket, Address.Inet, type, protocol);
        if (socket < 0) a.Try("socket", socket);
        else a.Try("sendto", Call(Sys.Sendto, socket, Text("secret"), 6, flags, address.Pointer, address.Length));
    }

    private static void SendTo6(Attempt a)
    {
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Inet6, Server.Datagram, Udp));
        var address = Address.InetSix(a.Number("port"));
        a.Try("sendto", Call(Sys.Sendto, socket, Text("secret"), 6, 0, address.Pointer, address.Length));
    }

    private static void NonBlocking(Attempt a)
    {
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Inet, Server.Stream | Flag.NonBlocking, Tcp));
        var address = Address.Inet4(a.Number("port"));
        var first = Call(Sys.Connect, socket, address.Pointer, address.Length);
        var poll = Words(socket | ((nint)4 << 32)); // POLLOUT
        if (first == -Errno.EINPROGRESS) Call(Sys.Poll, poll, 1, 1000);
        a.Try("connect",
            first == -Errno.EINPROGRESS ? Call(Sys.Connect, socket, address.Pointer, address.Length) : first);
    }

    private static void AfterBind(Attempt a)
    {
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Inet, Server.Stream, Tcp));
        var own = Address.Inet4(0);
        a.Need("bind", Call(Sys.Bind, socket, own.Pointer, own.Length));
        var address = Address.Inet4(a.Number("port"));
        a.Try("connect", Call(Sys.Connect, socket, address.Pointer, address.Length));
    }

    private static void ConnectedUdp(Attempt a)
    {
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Inet, Server.Datagram, 0));
        var address = Address.Inet4(a.Number("port"));
        if (a.Try("connect", Call(Sys.Connect, socket, address.Pointer, address.Length)) >= 0)
            a.Try("write", Write(socket, "secret"));
    }

    private static void SendMessage(Attempt a, int call)
    {
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Inet, Server.Datagram, 0));
        var address = Address.Inet4(a.Number("port"));
        var vector = Words(Text("secret"), 6);
        // struct mmsghdr: struct msghdr and a length
        var message = Words(address.Pointer, address.Length, vector, 1, 0, 0, 0, 0);
        a.Try(call == Sys.Sendmsg ? "sendmsg" : "sendmmsg",
            call == Sys.Sendmsg ? Call(call, socket, message, 0) : Call(call, socket, message, 1, 0));
    }

    private static void Broadcast(Attempt a)
    {
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Inet, Server.Datagram, 0));
        a.Need("setsockopt", Call(Sys.Setsockopt, socket, 1, 6 /* SO_BROADCAST */, Words(1), 4));
        var address = Address.Inet4(a.Number("port"));
        a.Try("sendto", Call(Sys.Sendto, socket, Text("secret"), 6, 0, address.Pointer, address.Length));
    }

    /// <summary>A query whose name carries the secret (RFC 1035, section 4.1).</summary>
    private static void DnsQuery(Attempt a)
    {
        byte[] name = [6, .. Encoding.ASCII.GetBytes("secret"), 7, .. Encoding.ASCII.GetBytes("example"), 0];
        byte[] query = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. name, 0, 1, 0, 1];
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Inet, Server.Datagram, 0));
        var address = Address.Inet4(a.Number("port"));
        if (a.Try("connect", Call(Sys.Connect, socket, address.Pointer, address.Length)) < 0) return;
        // lost, or refused by the private loopback one step later
        Call(Sys.Sendto, socket, Bytes(query), query.Length, 0);
        a.Try("answer", Call(Sys.Sendto, socket, Bytes(query), query.Length, 0));
    }

    private static void SeeListeners(Attempt a)
    {
        var fd = a.Try("openat", Open("/proc/self/net/tcp", Flag.ReadOnly));
        if (fd < 0) return;
        for (var text = Read(fd); !string.IsNullOrEmpty(text); text = Read(fd)) a.Got(text);
    }
}
