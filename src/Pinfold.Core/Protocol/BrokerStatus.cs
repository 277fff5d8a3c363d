using System.Buffers.Binary;
using System.Text;

namespace Pinfold.Core.Protocol;

/// <summary>What stands: the accounts, and how many commands of the asking user run.</summary>
/// <param name="Offline">The account without network.</param>
/// <param name="Online">The account with network.</param>
/// <param name="Running">Commands of the asking user.</param>
public sealed record BrokerStatus(BrokerAccount Offline, BrokerAccount Online, int Running)
{
    /// <summary>The longest form in bytes.</summary>
    internal const int MaxBytes = 4 + (2 * (9 + byte.MaxValue));

    /// <summary>running u32; twice: uid u32, gid u32, length of the name u8, the name in UTF-8.</summary>
    public byte[] Write()
    {
        var bytes = new byte[MaxBytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Running);
        var at = 4;
        foreach (var account in (BrokerAccount[])[Offline, Online])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), account.Uid);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4), account.Gid);
            var length = Encoding.UTF8.GetBytes(account.Name, bytes.AsSpan(at + 9, byte.MaxValue));
            bytes[at + 8] = (byte)length;
            at += 9 + length;
        }

        return bytes[..at];
    }

    /// <summary>Null when <paramref name="body"/> is no status.</summary>
    public static BrokerStatus? Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < 4) return null;
        var running = BinaryPrimitives.ReadInt32LittleEndian(body);
        body = body[4..];
        var offline = ReadAccount(ref body);
        var online = ReadAccount(ref body);
        return running >= 0 && offline is not null && online is not null && body.IsEmpty ? new(offline, online, running) : null;
    }

    private static BrokerAccount? ReadAccount(ref ReadOnlySpan<byte> body)
    {
        if (body.Length < 9 || body.Length < 9 + body[8] || body[8] == 0) return null;
        var account = new BrokerAccount(
            Encoding.UTF8.GetString(body.Slice(9, body[8])), BinaryPrimitives.ReadUInt32LittleEndian(body), BinaryPrimitives.ReadUInt32LittleEndian(body[4..]));
        body = body[(9 + body[8])..];
        return account;
    }
}
