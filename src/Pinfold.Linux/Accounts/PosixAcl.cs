using System.Buffers.Binary;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// An access control list as the kernel keeps it in the attributes system.posix_acl_access and
/// system.posix_acl_default: version u32, then entries of tag u16, rights u16, id u32 (linux/posix_acl_xattr.h;
/// acl(5)).
/// </summary>
internal sealed class PosixAcl
{
    private const uint Version = 2, NoId = 0xFFFFFFFF;
    private const ushort Owner = 1, User = 2, OwningGroup = 4, Group = 8, Mask = 0x10, Others = 0x20;
    private readonly List<(ushort Tag, ushort Rights, uint Id)> _entries;

    private PosixAcl(List<(ushort, ushort, uint)> entries) => _entries = entries;

    /// <summary>The list that a mode stands for.</summary>
    internal static PosixAcl Of(uint mode) => new([
        (Owner, (ushort)((mode >> 6) & 7), NoId),
        (OwningGroup, (ushort)((mode >> 3) & 7), NoId), (Others, (ushort)(mode & 7), NoId)]);

    /// <summary>Null when the bytes are no list that this version knows.</summary>
    internal static PosixAcl? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes.Length % 8 != 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Version)
            return null;
        var entries = new List<(ushort, ushort, uint)>();
        for (var at = bytes[4..]; at.Length > 0; at = at[8..])
        {
            entries.Add((BinaryPrimitives.ReadUInt16LittleEndian(at), BinaryPrimitives.ReadUInt16LittleEndian(at[2..]),
                BinaryPrimitives.ReadUInt32LittleEndian(at[4..])));
        }

        return new(entries);
    }

    /// <summary>True when it says no more than a mode can.</summary>
    internal bool IsMinimal => !_entries.Exists(e => e.Tag is User or Group or Mask);

    /// <summary>
    /// The rights of the own entry of user, or group, <paramref name="id"/>; null when there is none.
    /// </summary>
    internal int? RightsOf(uint id, bool isGroup = false) =>
        _entries.FindIndex(e => e.Tag == TagOf(isGroup) && e.Id == id) is >= 0 and var at ? _entries[at].Rights : null;

    /// <summary>
    /// With an entry for <paramref name="id"/>; null where <see cref="Without"/> could not give this list back exactly:
    /// there is an entry of it already, or the mask is not what follows from the entries, so that a wider one would
    /// give others rights.
    /// </summary>
    internal PosixAcl? With(uint id, int rights, bool isGroup = false)
    {
        if (RightsOf(id, isGroup) is not null
            || (!IsMinimal
                && (MaskIndex < 0 || Rights(MaskIndex) != Implied(_entries)
                    || !_entries.Exists(e => e.Tag is User or Group))))
            return null;
        var entries = new List<(ushort Tag, ushort Rights, uint Id)>(_entries.Where(e => e.Tag != Mask))
            { (TagOf(isGroup), (ushort)rights, id) };
        entries.Add((Mask, (ushort)Implied(entries), NoId));
        return new(Ordered(entries));
    }

    /// <summary>
    /// Without the entry for <paramref name="id"/>; where nobody else is named, without a mask, which the group's
    /// rights take on.
    /// </summary>
    internal PosixAcl Without(uint id, bool isGroup = false)
    {
        var entries = new List<(ushort Tag, ushort Rights, uint Id)>(
            _entries.Where(e => !(e.Tag == TagOf(isGroup) && e.Id == id)));
        if (MaskIndex < 0) return new(entries);
        var mask = (ushort)Rights(MaskIndex);
        if (!entries.Exists(e => e.Tag is User or Group))
        {
            entries.RemoveAll(e => e.Tag == Mask);
            // as effective as it was
            return new([.. entries.Select(e => e.Tag == OwningGroup ? (e.Tag, (ushort)(e.Rights & mask), e.Id) : e)]);
        }

        if (mask != Implied(_entries)) return new(entries); // somebody has set another mask since
        entries.RemoveAll(e => e.Tag == Mask);
        entries.Add((Mask, (ushort)Implied(entries), NoId));
        return new(Ordered(entries));
    }

    /// <summary>The bytes of the attribute.</summary>
    internal byte[] Write()
    {
        var bytes = new byte[4 + (8 * _entries.Count)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Version);
        for (var i = 0; i < _entries.Count; i++)
        {
            var at = bytes.AsSpan(4 + (8 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(at, _entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(at[2..], _entries[i].Rights);
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], _entries[i].Id);
        }

        return bytes;
    }

    private static ushort TagOf(bool isGroup) => isGroup ? Group : User;

    private int MaskIndex => _entries.FindIndex(e => e.Tag == Mask);

    private int Rights(int index) => _entries[index].Rights;

    /// <summary>The mask that setfacl(1) would work out.</summary>
    private static int Implied(List<(ushort Tag, ushort Rights, uint Id)> entries) =>
        entries.Where(e => e.Tag is User or OwningGroup or Group).Aggregate(0, (all, e) => all | e.Rights);

    /// <summary>The kernel wants them by tag, and users and groups by id.</summary>
    private static List<(ushort Tag, ushort Rights, uint Id)> Ordered(
        List<(ushort Tag, ushort Rights, uint Id)> entries) =>
        [.. entries.OrderBy(e => e.Tag).ThenBy(e => e.Id)];
}
