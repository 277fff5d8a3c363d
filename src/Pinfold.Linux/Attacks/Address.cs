using System.Buffers.Binary;
using System.Text;

namespace Pinfold.Linux.Attacks;

/// <summary>Socket addresses as the kernel reads them (ip(7), ipv6(7), unix(7), vsock(7)).</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct Address(nint Pointer, int Length)
{
    internal const int MaxPath = 107, Unix = 1, Inet = 2, Inet6 = 10, Netlink = 16, Packet = 17, Alg = 38, Vsock = 40;

    internal static Address Inet4(int port, uint host = 0x7F000001)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Inet);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], host);
        return Of(bytes);
    }

    /// <summary>::1, or <c>::ffff:127.0.0.1</c>.</summary>
    internal static Address InetSix(int port, bool mapped = false)
    {
        Span<byte> bytes = stackalloc byte[28];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Inet6);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)port);
        if (mapped) BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], 0x0000FFFF7F000001);
        else bytes[23] = 1;
        return Of(bytes);
    }

    internal static Address Path(string path) => Named(path + "\0");

    internal static Address Abstract(string name) => Named("\0" + name);

    internal static Address Host(uint cid, uint port)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Vsock);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], port);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], cid);
        return Of(bytes);
    }

    private static Address Named(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        if (text.Length > MaxPath + 1)
            throw new InvalidOperationException($"a socket's path has at most {MaxPath} bytes: {name}");
        return Of([Unix, 0, .. text]);
    }

    private static Address Of(ReadOnlySpan<byte> bytes) => new(SystemCall.Bytes(bytes), bytes.Length);
}
