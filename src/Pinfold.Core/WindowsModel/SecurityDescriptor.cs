using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pinfold.Core.WindowsModel.Sddl;

namespace Pinfold.Core.WindowsModel;

/// <summary>
/// Who owns an object, and what its access lists say (MS-DTYP 2.4.6). Never changes. A DACL that is absent, or present
/// and null, allows everything to everyone; an empty one allows nothing.
/// </summary>
public sealed record SecurityDescriptor
{
    private const int HeaderLength = 20;

    /// <summary>Control flags, <see cref="DescriptorControl.SelfRelative"/> among them.</summary>
    public DescriptorControl Control { get; init; } = DescriptorControl.SelfRelative;

    /// <summary>Sbz1: bits of a resource manager's own.</summary>
    public byte ResourceManagerControl { get; init; }

    /// <summary>The owner, who may always read and change the DACL.</summary>
    public Sid? Owner { get; init; }

    /// <summary>The primary group; only POSIX subsystems use it.</summary>
    public Sid? Group { get; init; }

    /// <summary>The system list: audit, labels, resource attributes.</summary>
    public Acl? Sacl { get; init; }

    /// <summary>The discretionary list: who may do what.</summary>
    public Acl? Dacl { get; init; }

    /// <summary>True when <paramref name="flags"/> are all set.</summary>
    public bool Has(DescriptorControl flags) => (Control & flags) == flags;

    /// <summary>This descriptor with another DACL, present.</summary>
    public SecurityDescriptor WithDacl(Acl? dacl) =>
        this with { Dacl = dacl, Control = Control | DescriptorControl.DaclPresent };

    /// <summary>This descriptor with another SACL, present.</summary>
    public SecurityDescriptor WithSacl(Acl? sacl) =>
        this with { Sacl = sacl, Control = Control | DescriptorControl.SaclPresent };

    /// <summary>The first mandatory label that applies to the object, or null.</summary>
    public Ace? MandatoryLabel
    {
        get
        {
            if (Sacl is null) return null;
            foreach (var ace in Sacl.Aces)
                if (ace.Type == AceType.MandatoryLabel && ace.IsEffective) return ace;
            return null;
        }
    }

    /// <summary>Bytes of the binary form.</summary>
    public int BinaryLength =>
        HeaderLength + Padded(Sacl?.BinaryLength) + Padded(Dacl?.BinaryLength)
            + Padded(Owner?.BinaryLength) + Padded(Group?.BinaryLength);

    /// <summary>Reads SDDL (MS-DTYP 2.5.1).</summary>
    /// <exception cref="SecurityFormatException">The text is no descriptor.</exception>
    public static SecurityDescriptor Parse(string sddl, SddlDomains? domains = null) =>
        new SddlReader(sddl, domains ?? SddlDomains.None).Descriptor();

    /// <summary>As <see cref="Parse"/>, with the error as a value.</summary>
    public static bool TryParse(
        string sddl, [NotNullWhen(true)] out SecurityDescriptor? descriptor,
        [NotNullWhen(false)] out SecurityFormatException? error) =>
        Reading.Try(sddl, s => Parse(s), out descriptor, out error);

    /// <summary>
    /// Reads the self-relative binary form, its parts in any order. Parts that overlap, reach past the end or lie about
    /// their length are refused; bytes that belong to no part are ignored, and not kept.
    /// </summary>
    /// <exception cref="SecurityFormatException">The bytes are no descriptor.</exception>
    public static SecurityDescriptor Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
            throw new SecurityFormatException(bytes.Length, "a descriptor needs at least 20 bytes");
        if (bytes[0] != 1) throw new SecurityFormatException(0, $"the descriptor's revision is {bytes[0]}, not 1");
        var control = (DescriptorControl)BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (!control.HasFlag(DescriptorControl.SelfRelative))
            throw new SecurityFormatException(2, "the descriptor is not self-relative");
        Span<(int Start, int End)> used = stackalloc (int, int)[4];
        var parts = 0;
        var owner = Offset(bytes, 4, "owner") is > 0 and var o ? Sid.ReadAt(bytes, o, bytes.Length) : null;
        Use(used, ref parts, bytes, 4, owner?.BinaryLength);
        var group = Offset(bytes, 8, "group") is > 0 and var g ? Sid.ReadAt(bytes, g, bytes.Length) : null;
        Use(used, ref parts, bytes, 8, group?.BinaryLength);
        var sacl = ReadAcl(bytes, 12, "SACL", control.HasFlag(DescriptorControl.SaclPresent), out var saclLength);
        Use(used, ref parts, bytes, 12, saclLength);
        var dacl = ReadAcl(bytes, 16, "DACL", control.HasFlag(DescriptorControl.DaclPresent), out var daclLength);
        Use(used, ref parts, bytes, 16, daclLength);
        return new()
        {
            Control = control, ResourceManagerControl = bytes[1], Owner = owner, Group = group, Sacl = sacl, Dacl = dacl
        };
    }

    /// <summary>As <see cref="Read"/>, with the error as a value.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SecurityDescriptor? descriptor,
            [NotNullWhen(false)] out SecurityFormatException? error)
    {
        try
        {
            (descriptor, error) = (Read(bytes), null);
            return true;
        }
        catch (SecurityFormatException exception)
        {
            (descriptor, error) = (null, exception);
            return false;
        }
    }

    /// <summary>
    /// The self-relative binary form with its parts in Windows' order: SACL, DACL, owner, group (MS-DTYP, note 72).
    /// Bytes that were read in that order, without gaps, come out the same.
    /// </summary>
    /// <exception cref="ArgumentException">An access list has more than 65,535 bytes.</exception>
    public byte[] ToBytes()
    {
        var bytes = new byte[BinaryLength];
        bytes[0] = 1;
        bytes[1] = ResourceManagerControl;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)(Control | DescriptorControl.SelfRelative));
        var at = HeaderLength;
        if (Sacl is not null) at = Place(bytes, 12, at, Sacl.Write(bytes.AsSpan(at)));
        if (Dacl is not null) at = Place(bytes, 16, at, Dacl.Write(bytes.AsSpan(at)));
        if (Owner is not null) at = Place(bytes, 4, at, Owner.Write(bytes.AsSpan(at)));
        if (Group is not null) Place(bytes, 8, at, Group.Write(bytes.AsSpan(at)));
        return bytes;
    }

    /// <summary>SDDL.</summary>
    /// <exception cref="SecurityFormatException">An entry cannot be said in SDDL; the offset is its index in its
    /// list.</exception>
    public string ToSddl(SddlDomains? domains = null) => new SddlWriter(domains ?? SddlDomains.None).Descriptor(this);

    /// <summary>SDDL, with the reason where an entry cannot be said in it.</summary>
    public override string ToString() => new SddlWriter(SddlDomains.None, describe: true).Descriptor(this);

    private static int Place(byte[] bytes, int field, int at, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(field), (uint)at);
        return at + Padded(length);
    }

    private static int Padded(int? length) => (length ?? 0) + 3 & ~3;

    private static Acl? ReadAcl(ReadOnlySpan<byte> bytes, int field, string what, bool present, out int? length)
    {
        length = null;
        if (Offset(bytes, field, what) is not (> 0 and var offset)) return null;
        if (!present) throw new SecurityFormatException(field, $"there is an offset for a {what} that is not present");
        var acl = Acl.ReadAt(bytes, offset, bytes.Length, out var read);
        length = read;
        return acl;
    }

    private static int Offset(ReadOnlySpan<byte> bytes, int field, string what)
    {
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[field..]);
        if (offset == 0) return 0;
        if (offset < HeaderLength) throw new SecurityFormatException(field, $"the {what} begins inside the header");
        if (offset % 4 != 0) throw new SecurityFormatException(field, $"the {what} does not begin at a multiple of 4");
        return offset < bytes.Length
            ? (int)offset
            : throw new SecurityFormatException(field, $"the {what} begins past the end");
    }

    private static void Use(Span<(int Start, int End)> used, ref int parts, ReadOnlySpan<byte> bytes,
        int field, int? length)
    {
        if (length is not { } size) return;
        var start = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[field..]);
        foreach (var (otherStart, otherEnd) in used[..parts])
            if (start < otherEnd && otherStart < start + size)
                throw new SecurityFormatException(field, "two parts of the descriptor overlap");
        used[parts++] = (start, start + size);
    }
}
