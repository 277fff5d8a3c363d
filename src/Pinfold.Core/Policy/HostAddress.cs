using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Pinfold.Core.Policy;

/// <summary>
/// What a host in a request is, in canonical form: the same address has one text, however it was written.
/// </summary>
/// <param name="Text">Lower-case name without a final dot, or the address as RFC 5952 writes it.</param>
/// <param name="Address">The address, when the host is a literal; IPv4 inside IPv6 counts as IPv4.</param>
internal readonly record struct HostAddress(string Text, IPAddress? Address)
{
    private const int MaxLength = 253; // RFC 1035, 2.3.4

    internal bool IsLoopback => Address is { } a ? IPAddress.IsLoopback(a)
        : Text == "localhost" || Text.EndsWith(".localhost", StringComparison.Ordinal); // RFC 6761, 6.3

    /// <summary>Null when <paramref name="host"/> is neither a name nor an address.</summary>
    internal static HostAddress? Parse(string? host)
    {
        if (string.IsNullOrEmpty(host)) return null;
        var isBracketed = host[0] == '[' && host[^1] == ']';
        if (isBracketed) host = host[1..^1];
        var isV6 = host.Contains(':', StringComparison.Ordinal);
        if (isBracketed && !isV6) return null; // RFC 3986, 3.2.2
        if (!isV6 && host[^1] == '.') host = host[..^1]; // before all else: '127.0.0.1.' is the address
        if (isV6 || (host.Length > 0 && char.IsAsciiDigit(host[0])))
        {
            // A scope (fe80::1%eth0) would ask the system for its interfaces; inet_aton(3)'s forms (127.1, 0x7f000001)
            // are known here.
            if (!host.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(host, out var parsed))
            {
                var address = Canonical(parsed);
                return new(address.ToString(), address);
            }
        }

        return host.Length is > 0 and <= MaxLength && IsName(host) ? new(Lower(host), null) : null;
    }

    /// <summary>
    /// Addresses that no allow list opens: this host, link-local (cloud metadata among them), multicast, unspecified.
    /// </summary>
    internal static bool IsNeverProxied(IPAddress address) => NeverProxied(address) is not null;

    /// <summary>Of which kind <paramref name="address"/> is, when no allow list opens it; else null.</summary>
    internal static string? NeverProxied(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return "loopback addresses";
        if (CloudAddresses.Contains(address)) return "metadata addresses, where clouds hand out credentials,";
        const string LinkLocal = "link-local addresses, where clouds hand out metadata and credentials,";
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (address.IsIPv6LinkLocal) return LinkLocal;
            return address.IsIPv6Multicast ? "multicast addresses"
                : address.Equals(IPAddress.IPv6Any) ? "unspecified addresses"
                : null;
        }

        Span<byte> b = stackalloc byte[4];
        address.TryWriteBytes(b, out _);
        if (b[0] == 169 && b[1] == 254) return LinkLocal;
        return b[0] == 0 ? "unspecified addresses" : b[0] >= 224 ? "multicast and reserved addresses" : null;
    }

    /// <summary>
    /// Unicast that the whole Internet routes (IANA's special-purpose address registries, RFC 6890);
    /// <paramref name="address"/> is canonical.
    /// </summary>
    internal static bool IsPublic(IPAddress address)
    {
        Span<byte> b = stackalloc byte[16];
        address.TryWriteBytes(b, out var length);
        if (length == 16)
        {
            var high = BinaryPrimitives.ReadUInt32BigEndian(b);
            return high >> 29 == 1 // 2000::/3
                && high >> 9 != 0x20010000 >> 9 // 2001::/23: Teredo, benchmarking, ORCHID
                // documentation, 6to4, documentation
                && high != 0x20010DB8 && high >> 16 != 0x2002 && high >> 12 != 0x3FFF0;
        }

        var value = BinaryPrimitives.ReadUInt32BigEndian(b);
        foreach (var (prefix, bits) in Special)
            if (value >> (32 - bits) == prefix >> (32 - bits)) return false;
        return !CloudAddresses.Contains(address);
    }

    private static readonly (uint Prefix, int Bits)[] Special =
    [
        (0x00000000, 8), (0x0A000000, 8), (0x64400000, 10), (0x7F000000, 8),
        (0xA9FE0000, 16), (0xAC100000, 12), (0xC0000000, 24), (0xC0000200, 24),
        (0xC0586300, 24), (0xC0A80000, 16), (0xC6120000, 15), (0xC6336400, 24), (0xCB007100, 24), (0xE0000000, 3),
    ];

    /// <summary>
    /// IPv4-mapped (RFC 4291) and NAT64 (RFC 6052) addresses reach IPv4 hosts: they count as what they reach.
    /// </summary>
    internal static IPAddress Canonical(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        Span<byte> b = stackalloc byte[16];
        address.TryWriteBytes(b, out _);
        return b[..12].SequenceEqual((ReadOnlySpan<byte>)[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0])
            ? new IPAddress(b[12..])
            : address;
    }

    private static string Lower(string host) =>
        host.AsSpan().ContainsAnyInRange('A', 'Z') ? host.ToLowerInvariant() : host;

    private static bool IsName(string host)
    {
        var label = 0;
        foreach (var c in host)
        {
            if (c == '.' ? label == 0 : !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
            label = c == '.' ? 0 : label + 1;
        }

        return label > 0;
    }
}
