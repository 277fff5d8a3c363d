using System.Buffers.Binary;
using CsCheck;
using Pinfold.Linux.Accounts;
using Xunit;

namespace Pinfold.Linux.Tests.Accounts;

public sealed class PosixAclTests
{
    private const uint Account = 995, NoId = 0xFFFFFFFF;
    private const ushort Owner = 1, User = 2, OwningGroup = 4, Group = 8, Mask = 0x10, Others = 0x20;

    private static readonly Gen<ushort> Rights = Gen.UShort[0, 7];

    /// <summary>
    /// What the kernel accepts: each base entry once, named ones by id, a mask where somebody is named.
    /// </summary>
    private static readonly Gen<(ushort Tag, ushort Rights, uint Id)[]> Lists =
        from owner in Rights
        from users in Gen.Select(Gen.UInt[1, 5], Rights).Array[0, 3]
        from owningGroup in Rights
        from groups in Gen.Select(Gen.UInt[1, 5], Rights).Array[0, 3]
        from mask in Rights
        from implied in Gen.Bool
        from others in Rights
        select List(owner, users, owningGroup, groups, mask, implied, others);

    [Fact]
    public void Taking_an_entry_away_gives_back_the_bytes_from_before_it_was_added() =>
        Gen.Select(Lists, Rights, Gen.Bool).Sample((list, rights, isGroup) =>
        {
            var before = Bytes(list);
            return PosixAcl.Read(before)!.With(Account, rights, isGroup) is not { } with
                || with.Without(Account, isGroup).Write().AsSpan().SequenceEqual(before);
        });

    [Fact]
    public void An_added_entry_changes_nobody_elses_rights() =>
        Gen.Select(Lists, Rights, Gen.Bool).Sample((list, rights, isGroup) =>
            PosixAcl.Read(Bytes(list))!.With(Account, rights, isGroup) is not { } with
            || Effective(with.Write()).Where(e => e.Id != Account).SequenceEqual(Effective(Bytes(list))));

    [Fact]
    public void An_added_entry_is_effective_whole() =>
        Gen.Select(Lists, Rights, Gen.Bool).Sample((list, rights, isGroup) =>
            PosixAcl.Read(Bytes(list))!.With(Account, rights, isGroup) is not { } with
                || Effective(with.Write()).Single(e => e.Id == Account).Rights == rights);

    [Fact]
    public void A_mode_always_takes_an_entry() => Gen.Select(Gen.UInt[0, 0xFFF], Gen.Bool)
        .Sample((mode, isGroup) => PosixAcl.Of(mode).With(Account, 7, isGroup) is not null);

    [Fact]
    public void A_list_whose_mask_holds_something_back_takes_none()
    {
        var list = Bytes([(Owner, 7, NoId), (User, 7, 3), (OwningGroup, 5, NoId), (Mask, 1, NoId), (Others, 0, NoId)]);
        Assert.Null(PosixAcl.Read(list)!.With(Account, 6));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 1 })]
    public void What_is_no_list_is_none(byte[] bytes) => Assert.Null(PosixAcl.Read(bytes));

    private static (ushort, ushort, uint)[] List(
        ushort owner, (uint Id, ushort Rights)[] users, ushort owningGroup,
        (uint Id, ushort Rights)[] groups, ushort mask, bool implied, ushort others)
    {
        var list = new List<(ushort, ushort, uint)> { (Owner, owner, NoId) };
        list.AddRange(users.DistinctBy(u => u.Id).OrderBy(u => u.Id).Select(u => (User, u.Rights, u.Id)));
        list.Add((OwningGroup, owningGroup, NoId));
        list.AddRange(groups.DistinctBy(g => g.Id).OrderBy(g => g.Id).Select(g => (Group, g.Rights, g.Id)));
        var all = list.Skip(1).Aggregate(0, (rights, e) => rights | e.Item2);
        if (list.Count > 2) list.Add((Mask, implied ? (ushort)all : mask, NoId));
        list.Add((Others, others, NoId));
        return [.. list];
    }

    private static byte[] Bytes((ushort Tag, ushort Rights, uint Id)[] list)
    {
        var bytes = new byte[4 + (8 * list.Length)];
        bytes[0] = 2;
        for (var i = 0; i < list.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4 + (8 * i)), list[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6 + (8 * i)), list[i].Rights);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8 + (8 * i)), list[i].Id);
        }

        return bytes;
    }

    /// <summary>acl(5): the mask limits all but the owner and others.</summary>
    private static IEnumerable<(ushort Tag, int Rights, uint Id)> Effective(byte[] bytes)
    {
        var entries = Enumerable.Range(0, (bytes.Length - 4) / 8).Select(i => bytes.AsSpan(4 + (8 * i), 8).ToArray())
            .Select(e => (Tag: BinaryPrimitives.ReadUInt16LittleEndian(e),
                Rights: (int)BinaryPrimitives.ReadUInt16LittleEndian(e.AsSpan(2)),
                Id: BinaryPrimitives.ReadUInt32LittleEndian(e.AsSpan(4)))).ToArray();
        var mask = entries.Where(e => e.Tag == Mask).Select(e => e.Rights).FirstOrDefault(7);
        return entries.Where(e => e.Tag != Mask)
            .Select(e => (e.Tag, e.Tag is Owner or Others ? e.Rights : e.Rights & mask, e.Id));
    }
}
