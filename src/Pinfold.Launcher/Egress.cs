using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// The one way out: sockets that are made inside the new network namespace, and served by the caller outside. A socket
/// belongs to the namespace that it was made in, so nothing else leads out.
/// </summary>
internal static unsafe class Egress
{
    internal const int MaxSockets = 72;

    /// <summary>Kinds of <see cref="LaunchOp.Listen"/>.</summary>
    private const int AtLoopback = 0, Everywhere = 1, Datagrams = 2, Kinds = 3;

    private const int Backlog = 1024, Room = 128;
    private const uint ModifyNew = 0x605; // NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL
    private const ushort NewAddress = 20, NewRoute = 24; // RTM_NEWADDR, RTM_NEWROUTE (rtnetlink(7))
    private const int Loopback = 1; // the index of lo in a new namespace

    /// <summary>
    /// Every address becomes this namespace's own ("local" routes on lo, one for each family), so that a connection to
    /// any of them reaches the sockets here. lo gets an address that is no loopback address, since programs that see
    /// none take the network for absent (getaddrinfo(3), AI_ADDRCONFIG).
    /// </summary>
    internal static nint MakeEverythingLocal()
    {
        nint socket = Sys.Call(Sys.Socket, 16 /* AF_NETLINK */, 3 | Sys.O_CLOEXEC /* SOCK_RAW */,
            0 /* NETLINK_ROUTE */);
        if (socket < 0) return socket;
        byte* message = stackalloc byte[Room];
        Begin(message, NewRoute, 36);
        Route(message, Sys.AF_INET);
        nint result = Ask(socket, message, 36);
        if (result >= 0)
        {
            Begin(message, NewRoute, 36);
            Route(message, Sys.AF_INET6);
            Ask(socket, message, 36); // where there is no IPv6, nothing leads out by it
            Begin(message, NewAddress, 40);
            message[16] = Sys.AF_INET; // struct ifaddrmsg: family, length of prefix, flags, scope, index
            message[17] = 32;
            *(int*)(message + 20) = Loopback;
            Address(message + 24, 1 /* IFA_ADDRESS */);
            Address(message + 32, 2 /* IFA_LOCAL */);
            result = Ask(socket, message, 40);
        }

        Sys.CloseFd(socket);
        return result;
    }

    /// <summary>
    /// Makes one socket: where the proxy is spoken to, a port of every address, or datagrams to a port of every
    /// address.
    /// </summary>
    internal static nint Listen(Session* s, LaunchPlan* plan)
    {
        ulong kind = plan->Number(0), port = plan->Number(1);
        if (kind >= Kinds || port == 0 || port > 65535 || s->EgressCount == MaxSockets) return -Sys.EINVAL;
        // one socket for both families: IPv4 is mapped (ipv6(7))
        int family = kind == AtLoopback ? Sys.AF_INET : Sys.AF_INET6;
        nint type = (kind == Datagrams ? Sys.SOCK_DGRAM : Sys.SOCK_STREAM) | Sys.O_CLOEXEC | Sys.O_NONBLOCK;
        nint socket = Sys.Call(Sys.Socket, family, type, 0);
        if (socket == -97 /* EAFNOSUPPORT */) socket = Sys.Call(Sys.Socket, family = Sys.AF_INET, type, 0);
        if (socket < 0) return socket;
        int no = 0, yes = 1;

        // An answer comes from the address that was asked, which is local by a route alone; IPv6 wants this for such a
        // source.
        if (family == Sys.AF_INET6 && kind == Datagrams)
            Sys.Call(Sys.Setsockopt, socket, 41 /* IPPROTO_IPV6 */, 78 /* IPV6_FREEBIND */, (nint)(&yes), 4);
        nint result = family == Sys.AF_INET6
            ? Sys.Call(Sys.Setsockopt, socket, 41 /* IPPROTO_IPV6 */, 26 /* IPV6_V6ONLY */, (nint)(&no), 4)
            : 0;
        byte* address = stackalloc byte[28]; // struct sockaddr_in, struct sockaddr_in6
        for (int i = 0; i < 28; i++) address[i] = 0;
        address[0] = (byte)family;
        address[2] = (byte)(port >> 8);
        address[3] = (byte)port;
        if (kind == AtLoopback)
        {
            address[4] = 127;
            address[7] = 1;
        }

        if (result >= 0) result = Sys.Call(Sys.Bind, socket, (nint)address, family == Sys.AF_INET6 ? 28 : 16);
        if (result >= 0 && kind != Datagrams) result = Sys.Call(Sys.Listen, socket, Backlog);
        if (result < 0)
        {
            Sys.CloseFd(socket);
            return result;
        }

        s->EgressPort[s->EgressCount] = kind == Everywhere ? (int)port : 0;
        s->EgressSocket[s->EgressCount++] = (int)socket;
        return 0;
    }

    /// <summary>Gives the sockets to the caller, in their order, and keeps none.</summary>
    internal static nint Hand(Session* s, nint caller)
    {
        byte* control = stackalloc byte[16 + (4 * MaxSockets)];
        byte one = 1;
        IoVec vector;
        vector.Base = &one;
        vector.Length = 1;
        MsgHdr message;
        message.Name = null;
        message.NameLength = 0;
        message.Vectors = &vector;
        message.VectorCount = 1;
        message.Control = control;
        message.ControlLength = (ulong)(16 + (4 * s->EgressCount) + 7) & ~7UL;
        message.Flags = 0;
        ((ulong*)control)[0] = (ulong)(16 + (4 * s->EgressCount));
        ((int*)control)[2] = 1; // SOL_SOCKET
        ((int*)control)[3] = 1; // SCM_RIGHTS
        for (int i = 0; i < s->EgressCount; i++) ((int*)control)[4 + i] = s->EgressSocket[i];
        nint sent = Sys.Call(Sys.Sendmsg, caller, (nint)(&message), 0x4000 /* MSG_NOSIGNAL */);
        for (int i = 0; i < s->EgressCount; i++) Sys.CloseFd(s->EgressSocket[i]);
        Sys.CloseFd(caller);
        return sent;
    }

    /// <summary>
    /// False for a TCP connection to an address that is not the loopback's, at a port that nobody serves: it is refused
    /// and told.
    /// </summary>
    internal static bool Leads(Session* s, nint socket, byte* address)
    {
        if (Sys.SocketOption(socket, Sys.SO_TYPE) != Sys.SOCK_STREAM) return true;
        int port = (address[2] << 8) | address[3];
        for (int i = 0; i < s->EgressCount; i++) if (s->EgressPort[i] == port) return true;
        return false;
    }

    private static void Begin(byte* message, ushort type, uint length)
    {
        for (int i = 0; i < Room; i++) message[i] = 0;
        *(uint*)message = length; // struct nlmsghdr
        *(ushort*)(message + 4) = type;
        *(ushort*)(message + 6) = (ushort)ModifyNew;
    }

    private static void Route(byte* message, int family)
    {
        message[16] = (byte)family; // struct rtmsg
        message[20] = 255; // RT_TABLE_LOCAL
        message[21] = 3; // RTPROT_BOOT
        message[22] = 254; // RT_SCOPE_HOST
        message[23] = 2; // RTN_LOCAL
        *(ushort*)(message + 28) = 8; // struct rtattr
        *(ushort*)(message + 30) = 4; // RTA_OIF
        *(int*)(message + 32) = Loopback;
    }

    private static void Address(byte* attribute, ushort type)
    {
        *(ushort*)attribute = 8;
        *(ushort*)(attribute + 2) = type;
        attribute[4] = 198; // 198.18.0.1, of a block that no host has (RFC 2544)
        attribute[5] = 18;
        attribute[7] = 1;
    }

    private static nint Ask(nint socket, byte* message, int length)
    {
        nint result = Sys.Call(Sys.Write, socket, (nint)message, length);
        if (result < 0) return result;
        result = Sys.Call(Sys.Read, socket, (nint)message, Room);
        if (result < 20 || *(ushort*)(message + 4) != 2 /* NLMSG_ERROR */) return result < 0 ? result : -Sys.EINVAL;
        return *(int*)(message + 16);
    }
}
