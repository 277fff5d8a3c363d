using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel;

/// <summary>
/// An access list (MS-DTYP 2.4.5): entries in the order in which they are asked. Never changes; equal when the binary
/// forms are.
/// </summary>
public sealed record Acl
{
    /// <summary>Revision of a list without object entries.</summary>
    public const byte Revision2 = 2;

    /// <summary>Revision of a list with object entries (ACL_REVISION_DS).</summary>
    public const byte Revision4 = 4;

    /// <summary>Bytes of the longest list: AclSize has 16 bits.</summary>
    public const int MaxBinaryLength = ushort.MaxValue;

    private const int HeaderLength = 8;

    /// <summary>A list of <paramref name="aces"/> with the revision that they need.</summary>
    public Acl(params ReadOnlySpan<Ace> aces)
        : this(ImmutableArray.Create(aces))
    {
    }

    /// <summary>A list of <paramref name="aces"/> with the revision that they need.</summary>
    public Acl(ImmutableArray<Ace> aces)
    {
        Aces = aces;
        Revision = aces.Any(a => AceTypes.IsObject(a.Type)) ? Revision4 : Revision2;
    }

    /// <summary>The list without entries: it refuses everything.</summary>
    public static Acl Empty { get; } = new(ImmutableArray<Ace>.Empty);

    /// <summary>AclRevision: 2 or 4.</summary>
    public byte Revision { get; init; }

    /// <summary>The entries.</summary>
    public ImmutableArray<Ace> Aces { get; init; }

    /// <summary>
    /// Bytes behind the last entry that AclSize counts: room for more entries. Kept, so that a list is written as it
    /// was read.
    /// </summary>
    public ImmutableArray<byte> Slack { get; init; } = [];

    /// <summary>AclSize: bytes of the binary form.</summary>
    public int BinaryLength
    {
        get
        {
            var length = HeaderLength + Slack.Length;
            foreach (var ace in Aces) length += ace.BinaryLength;
            return length;
        }
    }

    /// <summary>Reads the binary form; nothing may follow it.</summary>
    /// <exception cref="SecurityFormatException">The bytes are no access list.</exception>
    public static Acl Read(ReadOnlySpan<byte> bytes)
    {
        var acl = ReadAt(bytes, 0, bytes.Length, out var length);
        return length == bytes.Length ? acl : throw new SecurityFormatException(length, "bytes follow the access list");
    }

    /// <summary>Writes the binary form and returns its length in bytes.</summary>
    /// <exception cref="ArgumentException">There is too little room, or the list has more than 65,535
    /// bytes.</exception>
    public int Write(Span<byte> to)
    {
        var length = BinaryLength;
        if (length > MaxBinaryLength)
            throw new ArgumentException($"an access list of {length} bytes is longer than 65,535", nameof(to));
        to[0] = Revision;
        to[1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[4..], (ushort)Aces.Length);
        to[6] = to[7] = 0;
        var at = HeaderLength;
        foreach (var ace in Aces) at += ace.Write(to[at..]);
        Slack.CopyTo(to[at..]);
        return length;
    }

    /// <summary>The binary form.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[BinaryLength];
        Write(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(Acl? other) =>
        other is not null && Revision == other.Revision && Aces.AsSpan().SequenceEqual(other.Aces.AsSpan())
            && Slack.AsSpan().SequenceEqual(other.Slack.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Revision);
        foreach (var ace in Aces) hash.Add(ace);
        return hash.ToHashCode();
    }

    /// <summary>The entries in SDDL.</summary>
    public override string ToString() => string.Concat(Aces);

    internal static Acl ReadAt(ReadOnlySpan<byte> bytes, int offset, int end, out int length)
    {
        if (end - offset < HeaderLength)
            throw new SecurityFormatException(offset, "an access list needs at least 8 bytes");
        var revision = bytes[offset];
        if (revision is not (Revision2 or Revision4))
            throw new SecurityFormatException(offset, $"the access list's revision is {revision}, not 2 or 4");
        if (bytes[offset + 1] != 0)
            throw new SecurityFormatException(offset + 1, "a reserved byte of the access list is not zero");
        length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(offset + 2)..]);
        if (length < HeaderLength)
            throw new SecurityFormatException(offset + 2,
                $"the access list claims to have {length} bytes; its header has 8");
        if (length > end - offset)
            throw new SecurityFormatException(offset + 2,
                $"the access list claims to have {length} bytes; {end - offset} are there");
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(offset + 4)..]);
        if (bytes[offset + 6] != 0 || bytes[offset + 7] != 0)
            throw new SecurityFormatException(offset + 6, "reserved bytes of the access list are not zero");
        (var at, end) = (offset + HeaderLength, offset + length);

        // The shortest entry has 16 bytes: a lying count reserves no more than the bytes that are there allow.
        if (count > (end - at) / 16)
            throw new SecurityFormatException(offset + 4, $"{count} entries do not fit in {end - at} bytes");
        var aces = ImmutableArray.CreateBuilder<Ace>(count);
        for (var i = 0; i < count; i++)
        {
            if (end - at < 4) throw new SecurityFormatException(at, $"entry {i + 1} of {count} is missing");
            int size = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
            if (size < 16 || size % 4 != 0)
                throw new SecurityFormatException(at + 2, $"an entry cannot have {size} bytes");
            if (size > end - at)
                throw new SecurityFormatException(at + 2,
                    $"the entry claims to have {size} bytes; {end - at} are left");
            aces.Add(Ace.ReadAt(bytes, at, size));
            at += size;
        }

        return new(aces.DrainToImmutable()) { Revision = revision, Slack = [.. bytes[at..end]] };
    }
}
