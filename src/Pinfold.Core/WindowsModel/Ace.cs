using System.Buffers.Binary;
using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.WindowsModel;

/// <summary>One entry of an access list (MS-DTYP 2.4.4). Never changes; equal when the binary forms are.</summary>
/// <param name="Type">What it does.</param>
/// <param name="Mask">The rights it is about; for a label, the policy (<see cref="LabelPolicy"/>).</param>
/// <param name="Sid">Whom it is about; for a label, the level; for a scoped policy, the policy.</param>
public sealed record Ace(AceType Type, AccessMask Mask, Sid Sid)
{
    /// <summary>Inheritance and audit flags.</summary>
    public AceFlags Flags { get; init; }

    /// <summary>The property, right or kind of child that an object entry is about; null for all of them.</summary>
    public Guid? ObjectType { get; init; }

    /// <summary>The kind of child that inherits an object entry; null for every kind.</summary>
    public Guid? InheritedObjectType { get; init; }

    /// <summary>
    /// What follows the SID: a condition in a callback entry, the attribute in a resource attribute, else normally
    /// nothing. Kept as it was, so that an entry is written as it was read.
    /// </summary>
    public ImmutableArray<byte> ApplicationData { get; init; } = [];

    /// <summary>True when the entry applies to the object that holds it.</summary>
    public bool IsEffective => (Flags & AceFlags.InheritOnly) == AceFlags.None;

    /// <summary>True when containers or leaves inherit it.</summary>
    public bool IsInheritable => (Flags & (AceFlags.ContainerInherit | AceFlags.ObjectInherit)) != AceFlags.None;

    /// <summary>True when it came from a parent.</summary>
    public bool IsInherited => (Flags & AceFlags.Inherited) != AceFlags.None;

    /// <summary>AceSize: bytes of the binary form.</summary>
    public int BinaryLength =>
        8 + (AceTypes.IsObject(Type) ? 4 + (ObjectType is null ? 0 : 16) + (InheritedObjectType is null ? 0 : 16) : 0)
        + Sid.BinaryLength + ApplicationData.Length;

    /// <summary>The condition of a callback entry, or null where there is none.</summary>
    /// <exception cref="SecurityFormatException">
    /// The application data begin like a condition, and are none. Offsets count from their start.
    /// </exception>
    public ConditionalExpression? ReadCondition() =>
        AceTypes.IsCallback(Type) && ConditionalExpression.HasSignature(ApplicationData.AsSpan())
            ? ConditionalExpression.Read(ApplicationData.AsSpan())
            : null;

    /// <summary>The attribute of a resource attribute entry.</summary>
    /// <exception cref="SecurityFormatException">The application data are no attribute. Offsets count from their
    /// start.</exception>
    public SecurityAttribute ReadAttribute() => SecurityAttribute.Read(ApplicationData.AsSpan());

    /// <summary>Writes the binary form and returns its length in bytes.</summary>
    /// <exception cref="ArgumentException">There is too little room, or the entry has more than 65,535
    /// bytes.</exception>
    public int Write(Span<byte> to)
    {
        var length = BinaryLength;
        if (length > ushort.MaxValue)
            throw new ArgumentException($"an entry of {length} bytes is longer than 65,535", nameof(to));
        to[0] = (byte)Type;
        to[1] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)length);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Mask.Value);
        var at = 8;
        if (AceTypes.IsObject(Type))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[at..],
                (ObjectType is null ? 0u : 1) | (InheritedObjectType is null ? 0u : 2));
            at += 4;
            foreach (var guid in (ReadOnlySpan<Guid?>)[ObjectType, InheritedObjectType])
            {
                if (guid is not { } value) continue;
                value.TryWriteBytes(to[at..]);
                at += 16;
            }
        }

        at += Sid.Write(to[at..]);
        ApplicationData.CopyTo(to[at..]);
        return length;
    }

    /// <inheritdoc/>
    public bool Equals(Ace? other) =>
        other is not null && Type == other.Type && Flags == other.Flags && Mask == other.Mask && Sid == other.Sid
        && ObjectType == other.ObjectType && InheritedObjectType == other.InheritedObjectType
        && ApplicationData.AsSpan().SequenceEqual(other.ApplicationData.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Flags, Mask, Sid, ObjectType, InheritedObjectType);

    /// <summary>SDDL, or the reason why there is none.</summary>
    public override string ToString() => Sddl.SddlWriter.Describe(this);

    /// <summary>Reads the entry of <paramref name="length"/> bytes at <paramref name="offset"/>.</summary>
    internal static Ace ReadAt(ReadOnlySpan<byte> bytes, int offset, int length)
    {
        var end = offset + length;
        var type = (AceType)bytes[offset];
        if (!AceTypes.IsKnown(type))
            throw new SecurityFormatException(offset, $"entries of type 0x{(byte)type:x2} are not known");
        var mask = Dword(bytes, offset + 4, end, "an access mask");
        var at = offset + 8;
        Guid? objectType = null, inheritedObjectType = null;
        if (AceTypes.IsObject(type))
        {
            var present = Dword(bytes, at, end, "object flags");
            if (present > 3) throw new SecurityFormatException(at, $"the object flags 0x{present:x} have unknown bits");
            at += 4;
            if ((present & 1) != 0) objectType = ReadGuid(bytes, ref at, end);
            if ((present & 2) != 0) inheritedObjectType = ReadGuid(bytes, ref at, end);
        }

        var sid = Sid.ReadAt(bytes, at, end);
        return new(type, mask, sid)
        {
            Flags = (AceFlags)bytes[offset + 1], ObjectType = objectType, InheritedObjectType = inheritedObjectType,
            ApplicationData = [.. bytes[(at + sid.BinaryLength)..end]],
        };
    }

    private static Guid ReadGuid(ReadOnlySpan<byte> bytes, ref int at, int end)
    {
        if (end - at < 16) throw new SecurityFormatException(at, "the entry ends before a GUID");
        at += 16;
        return new(bytes[(at - 16)..at]);
    }

    private static uint Dword(ReadOnlySpan<byte> bytes, int at, int end, string what) => end - at < 4
        ? throw new SecurityFormatException(at, $"the entry ends before {what}")
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
