using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Network;

/// <summary>
/// Datagrams with a chosen source address: whoever asked 127.0.0.53 takes an answer from there alone (ip(7),
/// IP_PKTINFO; ipv6(7), IPV6_PKTINFO).
/// </summary>
public static unsafe class DatagramReply
{
    // MSG_NOSIGNAL, MSG_DONTWAIT
    private const int ControlHead = 16, LevelIp = 0, PacketInfo = 8, LevelIp6 = 41, PacketInfo6 = 50, Flags = 0x4040;

    /// <summary>
    /// Sends <paramref name="answer"/> to <paramref name="to"/> from <paramref name="from"/>. False: it was not sent.
    /// </summary>
    public static bool Send(Socket socket, ReadOnlySpan<byte> answer, IPEndPoint to, IPAddress from)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(from);
        var six = socket.AddressFamily == AddressFamily.InterNetworkV6;
        var address = stackalloc byte[28]; // struct sockaddr_in6; struct sockaddr_in is its beginning
        new Span<byte>(address, 28).Clear();
        address[0] = (byte)(six ? 10 : 2);
        BinaryPrimitives.WriteUInt16BigEndian(new(address + 2, 2), (ushort)to.Port);
        Write(to.Address, new(address + (six ? 8 : 4), six ? 16 : 4));

        var control = stackalloc byte[40];
        new Span<byte>(control, 40).Clear();
        var size = six ? 20 : 12; // struct in6_pktinfo: address, index; struct in_pktinfo: index, source, destination
        *(nuint*)control = (nuint)(ControlHead + size);
        ((int*)control)[2] = six ? LevelIp6 : LevelIp;
        ((int*)control)[3] = six ? PacketInfo6 : PacketInfo;
        Write(from, six ? new(control + ControlHead, 16) : new(control + ControlHead + 4, 4));

        fixed (byte* data = answer)
        {
            var vector = new IoVector { Base = data, Length = (nuint)answer.Length };
            var message = new MessageHeader
            {
                Name = address, NameLength = six ? 28u : 16u, Vectors = &vector, VectorCount = 1,
                Control = control, ControlLength = (nuint)(ControlHead + ((size + 7) & ~7)),
            };
            return Libc.SendMsg((int)socket.Handle, &message, Flags) == answer.Length;
        }
    }

    private static void Write(IPAddress address, Span<byte> place) =>
        (place.Length == 16 ? address.MapToIPv6() : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            .TryWriteBytes(place, out _);
}
