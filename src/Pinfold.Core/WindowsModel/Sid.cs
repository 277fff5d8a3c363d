using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Pinfold.Core.WindowsModel;

/// <summary>
/// A security identifier (MS-DTYP 2.4.2): an authority of 48 bits and 0 to 15 sub-authorities. A value: equal when all
/// its parts are.
/// </summary>
public sealed class Sid : IEquatable<Sid>
{
    /// <summary>SID_MAX_SUB_AUTHORITIES (MS-DTYP 2.4.2.2).</summary>
    public const int MaxSubAuthorities = 15;

    /// <summary>Bytes of the longest SID.</summary>
    public const int MaxBinaryLength = 8 + 4 * MaxSubAuthorities;

    private const ulong MaxAuthority = 0xffff_ffff_ffff;
    private readonly uint[] _subAuthorities;
    private readonly int _hash;

    /// <summary>Puts a SID together.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 48 bits of authority, or more than 15
    /// sub-authorities.</exception>
    public Sid(ulong authority, params ReadOnlySpan<uint> subAuthorities)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(authority, MaxAuthority);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subAuthorities.Length, MaxSubAuthorities,
            nameof(subAuthorities));
        Authority = authority;
        _subAuthorities = subAuthorities.ToArray();
        var hash = (uint)authority * 0x9E3779B1u;
        foreach (var part in subAuthorities) hash = (hash ^ part) * 0x85EBCA6Bu ^ hash >> 15;
        _hash = (int)(hash ^ hash >> 13);
    }

    /// <summary>The identifier authority: 5 is NT, 15 app packages, 16 integrity levels.</summary>
    public ulong Authority { get; }

    /// <summary>The sub-authorities in order; the last is the relative identifier.</summary>
    public ReadOnlySpan<uint> SubAuthorities => _subAuthorities;

    /// <summary>Bytes of the binary form.</summary>
    public int BinaryLength => 8 + 4 * _subAuthorities.Length;

    /// <summary>This SID with <paramref name="rid"/> behind it, as an account's stands to its domain's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">This SID has 15 sub-authorities already.</exception>
    public Sid Child(uint rid) => new(Authority, [.. _subAuthorities, rid]);

    /// <summary>True when this is <paramref name="ancestor"/> with one or more sub-authorities behind it.</summary>
    public bool IsBelow(Sid ancestor) =>
        Authority == ancestor.Authority && _subAuthorities.Length > ancestor._subAuthorities.Length
        && SubAuthorities.StartsWith(ancestor.SubAuthorities);

    /// <summary>Reads the text form <c>S-1-AUTHORITY-SUB-…</c> (MS-DTYP 2.4.2.1).
    /// Two-letter aliases belong to SDDL: see <see cref="WellKnownSids"/>.</summary>
    /// <exception cref="SecurityFormatException">The text is no SID.</exception>
    public static Sid Parse(string text)
    {
        var at = 0;
        var sid = ParseAt(text, ref at);
        return at == text.Length ? sid : throw new SecurityFormatException(at, "text follows the SID");
    }

    /// <summary>As <see cref="Parse"/>, with the error as a value.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Sid? sid,
        [NotNullWhen(false)] out SecurityFormatException? error) =>
        Reading.Try(text, Parse, out sid, out error);

    /// <summary>Reads the binary form (MS-DTYP 2.4.2.2); nothing may follow it.</summary>
    /// <exception cref="SecurityFormatException">The bytes are no SID.</exception>
    public static Sid Read(ReadOnlySpan<byte> bytes)
    {
        var sid = ReadAt(bytes, 0, bytes.Length);
        return sid.BinaryLength == bytes.Length
            ? sid
            : throw new SecurityFormatException(sid.BinaryLength, "bytes follow the SID");
    }

    /// <summary>Writes the binary form and returns its length in bytes.</summary>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public int Write(Span<byte> to)
    {
        if (to.Length < BinaryLength)
            throw new ArgumentException($"a SID of {BinaryLength} bytes does not fit in {to.Length}", nameof(to));
        Span<byte> authority = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(authority, Authority);
        to[0] = 1;
        to[1] = (byte)_subAuthorities.Length;
        authority[2..].CopyTo(to[2..]);
        for (var i = 0; i < _subAuthorities.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(to[(8 + 4 * i)..], _subAuthorities[i]);
        return BinaryLength;
    }

    /// <summary>The binary form.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[BinaryLength];
        Write(bytes);
        return bytes;
    }

    /// <summary>
    /// The text form. Authorities of more than 32 bits are hexadecimal with 12 digits (MS-DTYP 2.4.2.1).
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder("S-1-", 48);
        if (Authority <= uint.MaxValue) text.Append(CultureInfo.InvariantCulture, $"{Authority}");
        else text.Append(CultureInfo.InvariantCulture, $"0x{Authority:x12}");
        foreach (var part in _subAuthorities) text.Append('-').Append(part);
        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] Sid? other) =>
        ReferenceEquals(this, other) || other is not null && _hash == other._hash && Authority == other.Authority
        && _subAuthorities.AsSpan().SequenceEqual(other._subAuthorities);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sid);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Equal, or both null.</summary>
    public static bool operator ==(Sid? left, Sid? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Not equal.</summary>
    public static bool operator !=(Sid? left, Sid? right) => !(left == right);

    /// <summary>Reads a SID that begins at <paramref name="offset"/> and ends before <paramref name="end"/>; offsets in
    /// errors count from the start of <paramref name="bytes"/>.</summary>
    internal static Sid ReadAt(ReadOnlySpan<byte> bytes, int offset, int end)
    {
        if (end - offset < 8) throw new SecurityFormatException(offset, "a SID needs at least 8 bytes");
        if (bytes[offset] != 1)
            throw new SecurityFormatException(offset, $"the SID's revision is {bytes[offset]}, not 1");
        int count = bytes[offset + 1];
        if (count > MaxSubAuthorities)
            throw new SecurityFormatException(offset + 1, $"the SID has {count} sub-authorities; 15 is the most");
        if (end - offset < 8 + 4 * count)
            throw new SecurityFormatException(offset + 1, $"the SID's {count} sub-authorities run past the end");
        var authority = (ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + 2)..]) << 32
            | BinaryPrimitives.ReadUInt32BigEndian(bytes[(offset + 4)..]);
        Span<uint> parts = stackalloc uint[count];
        for (var i = 0; i < count; i++)
            parts[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(offset + 8 + 4 * i)..]);
        return new(authority, parts);
    }

    /// <summary>Reads a SID's text at <paramref name="at"/> and moves behind it.</summary>
    internal static Sid ParseAt(string text, ref int at)
    {
        var start = at;
        if (!text.AsSpan(at).StartsWith("S-1-", StringComparison.OrdinalIgnoreCase))
            throw new SecurityFormatException(at, "a SID begins with 'S-1-'");
        at += 4;
        var authority = Number(text, ref at, MaxAuthority, "authority");
        Span<uint> parts = stackalloc uint[MaxSubAuthorities];
        var count = 0;
        while (at < text.Length && text[at] == '-')
        {
            if (count == MaxSubAuthorities)
                throw new SecurityFormatException(at, "a SID has at most 15 sub-authorities");
            at++;
            parts[count++] = (uint)Number(text, ref at, uint.MaxValue, "sub-authority");
        }

        return at > start
            ? new(authority, parts[..count])
            : throw new SecurityFormatException(at, "a SID begins with 'S-1-'");
    }

    private static ulong Number(string text, ref int at, ulong max, string what)
    {
        var start = at;
        var hexadecimal = max == MaxAuthority && text.AsSpan(at).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (hexadecimal) at += 2;
        var digits = at;
        var value = 0UL;

        // In SDDL the 'D' of 'D:' may follow, which is no digit.
        while (at < text.Length && !(hexadecimal && at + 1 < text.Length && text[at + 1] == ':')
            && (hexadecimal ? char.IsAsciiHexDigit(text[at]) : char.IsAsciiDigit(text[at])))
        {
            value = hexadecimal
                ? value * 16 + (ulong)Convert.FromHexString(['0', text[at]])[0]
                : value * 10 + (ulong)(text[at] - '0');
            if (value > max) throw new SecurityFormatException(start, $"the SID's {what} is too large");
            at++;
        }

        return at > digits ? value : throw new SecurityFormatException(at, $"the SID's {what} is missing");
    }
}
