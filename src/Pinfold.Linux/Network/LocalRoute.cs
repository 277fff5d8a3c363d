using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Network;

/// <summary>
/// Whether a connection to an address would end at this machine: the type of the route that the kernel would take
/// (RTM_GETROUTE, rtnetlink(7)). Neither the source that it would take, which for a second address of an interface is
/// the first, nor whether a socket can be bound there, which ip_nonlocal_bind always grants and a route like <c>local
/// 2001:db8::/32 dev lo</c> does not, says that.
/// </summary>
public static unsafe class LocalRoute
{
    // linux/rtnetlink.h, linux/netlink.h
    private const ushort GetRoute = 26, NewRoute = 24, Error = 2, Request = 1, Destination = 1;
    private const byte Local = 2, Anycast = 4;
    private const int HeaderBytes = 16, RouteBytes = 12, TypeOffset = 7,
        AttributeHeaderBytes = 4, ENETUNREACH = 101, EHOSTUNREACH = 113, EACCES = 13, EINVAL = 22;

    /// <summary>False only where the kernel says so: what cannot be found out counts as this machine's.</summary>
    public static bool LeadsTo(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var socket = new Descriptor(
            Libc.Socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, Libc.NETLINK_ROUTE));
        if (socket.Number < 0) return true;
        Span<byte> buffer = stackalloc byte[1024];
        var length = Write(buffer, address);
        fixed (byte* bytes = buffer)
        {
            if (Libc.Send(socket.Number, bytes, length, 0) < 0) return true;
            length = (int)Libc.Recv(socket.Number, bytes, buffer.Length, 0);
        }

        if (length < HeaderBytes + RouteBytes) return true;
        var payload = buffer[HeaderBytes..];
        return BinaryPrimitives.ReadUInt16LittleEndian(buffer[4..]) switch
        {
            NewRoute => payload[TypeOffset] is Local or Anycast,
            // no way leads there
            Error => -BinaryPrimitives.ReadInt32LittleEndian(payload) is not (
                ENETUNREACH or EHOSTUNREACH or EACCES or EINVAL),
            _ => true,
        };
    }

    private static int Write(Span<byte> buffer, IPAddress address)
    {
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        int size = isV6 ? 16 : 4, length = HeaderBytes + RouteBytes + AttributeHeaderBytes + size;
        buffer.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(buffer, length);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[4..], GetRoute);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[6..], Request);
        buffer[HeaderBytes] = (byte)(isV6 ? Libc.AF_INET6 : Libc.AF_INET);
        buffer[HeaderBytes + 1] = (byte)(size * 8); // of the prefix: the whole address
        var attribute = buffer[(HeaderBytes + RouteBytes)..];
        BinaryPrimitives.WriteUInt16LittleEndian(attribute, (ushort)(AttributeHeaderBytes + size));
        BinaryPrimitives.WriteUInt16LittleEndian(attribute[2..], Destination);
        address.TryWriteBytes(attribute[AttributeHeaderBytes..], out _);
        return length;
    }
}
