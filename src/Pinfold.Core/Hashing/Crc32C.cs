using System.Buffers.Binary;
using System.Numerics;

namespace Pinfold.Core.Hashing;

/// <summary>CRC-32C (RFC 3720, appendix B.4): finds damage, not malice.</summary>
public static class Crc32C
{
    /// <summary>The checksum of <paramref name="data"/>, continued from <paramref name="before"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> data, uint before = 0)
    {
        var crc = ~before;
        for (; data.Length >= 8; data = data[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var b in data) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
