using System.Buffers.Binary;
using System.Net;

namespace Pinfold.Egress.Names;

/// <summary>
/// Addresses that stand for names, for programs that resolve by themselves: out of the blocks that no host on the
/// Internet has (benchmarking: 198.18.0.0/15 of RFC 2544, 2001:2::/48 of RFC 5180). An address keeps its name for the
/// session.
/// </summary>
internal sealed class SyntheticNames(int most)
{
    private const uint First4 = 0xC6120000; // 198.18.0.0; its first 256 are left out
    private const int Skipped = 256, Room = (1 << 17) - (2 * Skipped);
    private static ReadOnlySpan<byte> Prefix6 => [0x20, 0x01, 0x00, 0x02, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>
    /// Both addresses of <paramref name="name"/>, which is canonical; null when there are as many names as there may
    /// be.
    /// </summary>
    internal (IPAddress V4, IPAddress V6)? AddressesOf(string name)
    {
        lock (_gate)
        {
            if (!_numbers.TryGetValue(name, out var number))
            {
                if (_names.Count >= Math.Min(most, Room)) return null;
                _numbers[name] = number = _names.Count;
                _names.Add(name);
            }

            return (V4(number), V6(number));
        }
    }

    /// <summary>The name that <paramref name="address"/> stands for; null when it stands for none.</summary>
    internal string? NameOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out var length);
        if (length == 16 && !bytes[..12].SequenceEqual(Prefix6)) return null;
        var value = length == 16
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])
            : BinaryPrimitives.ReadUInt32BigEndian(bytes) - First4;
        var number = (long)value - Skipped;
        lock (_gate) return number >= 0 && number < _names.Count ? _names[(int)number] : null;
    }

    private static IPAddress V4(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, First4 + (uint)(number + Skipped));
        return new(bytes);
    }

    private static IPAddress V6(int number)
    {
        var bytes = new byte[16];
        Prefix6.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), (uint)(number + Skipped));
        return new(bytes);
    }
}
