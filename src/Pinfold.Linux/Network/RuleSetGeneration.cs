using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Network;

/// <summary>
/// NFT_MSG_GETGEN of nfnetlink (linux/netfilter/nf_tables.h): one datagram to the kernel and one back.
/// </summary>
internal static unsafe class RuleSetGeneration
{
    // NFNL_SUBSYS_NFTABLES, NLMSG_ERROR, NLM_F_REQUEST, NFTA_GEN_ID
    private const ushort GetGen = (10 << 8) | 16, NewGen = (10 << 8) | 15, Error = 2, Request = 1, GenerationId = 1;
    private const int HeaderBytes = 16, FamilyBytes = 4, AttributeHeaderBytes = 4, TypeOffset = 4;

    internal static uint Read()
    {
        using var socket = new Descriptor(LinuxException.Check(
            Libc.Socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, Libc.NETLINK_NETFILTER),
            "socket", "netlink"));
        Span<byte> request = stackalloc byte[HeaderBytes + FamilyBytes];
        request.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(request[TypeOffset..], GetGen);
        BinaryPrimitives.WriteUInt16LittleEndian(request[6..], Request);
        fixed (byte* bytes = request)
            LinuxException.Check(Libc.Send(socket.Number, bytes, request.Length, 0), "send", "netlink");
        Span<byte> reply = stackalloc byte[512];
        nint got;
        fixed (byte* bytes = reply)
            got = LinuxException.Check(Libc.Recv(socket.Number, bytes, reply.Length, 0), "recv", "netlink");
        reply = reply[..(int)got];
        if (reply.Length >= HeaderBytes + 4 && BinaryPrimitives.ReadUInt16LittleEndian(reply[TypeOffset..]) == Error)
        {
            Marshal.SetLastPInvokeError(-BinaryPrimitives.ReadInt32LittleEndian(reply[HeaderBytes..]));
            LinuxException.Check(-1, "NFT_MSG_GETGEN");
        }

        return Find(reply);
    }

    private static uint Find(ReadOnlySpan<byte> reply)
    {
        if (reply.Length >= HeaderBytes + FamilyBytes
            && BinaryPrimitives.ReadUInt16LittleEndian(reply[TypeOffset..]) == NewGen)
        {
            for (var at = reply[(HeaderBytes + FamilyBytes)..]; at.Length >= AttributeHeaderBytes + sizeof(uint);)
            {
                int length = BinaryPrimitives.ReadUInt16LittleEndian(at),
                    type = BinaryPrimitives.ReadUInt16LittleEndian(at[2..]);
                if (type == GenerationId) return BinaryPrimitives.ReadUInt32BigEndian(at[AttributeHeaderBytes..]);
                length = (Math.Max(length, AttributeHeaderBytes) + 3) & ~3;
                if (length >= at.Length) break;
                at = at[length..];
            }
        }

        throw new IOException("the kernel's answer to NFT_MSG_GETGEN has no generation");
    }
}
