using System.Buffers.Binary;
using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.WindowsModel;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel;

public sealed class SecurityDescriptorTests
{
    private const string Typical = "O:SYG:SYD:PAI(A;OICI;FA;;;BA)(A;;0x1200a9;;;BU)S:(ML;;NW;;;LW)";

    [Fact]
    public void Every_descriptor_survives_its_bytes() => SecurityGens.Descriptor.Sample(descriptor =>
    {
        var bytes = descriptor.ToBytes();
        var read = SecurityDescriptor.Read(bytes);
        Assert.Equal(descriptor, read);
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal(bytes.Length, descriptor.BinaryLength);
    });

    [Fact]
    public void Damaged_bytes_give_an_error_with_its_place_and_no_other_exception() =>
        Gen.Select(SecurityGens.Descriptor, Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 4], Gen.Int[0, 400])
            .Sample((descriptor,
                damage, cut) =>
            {
                var bytes = descriptor.ToBytes();
                foreach (var (at, value) in damage) bytes[at % bytes.Length] = value;
                if (cut < bytes.Length) bytes = bytes[..cut];
                if (SecurityDescriptor.TryRead(bytes, out var read, out var error))
                    Assert.Equal(read, SecurityDescriptor.Read(read.ToBytes()));
                else Assert.InRange(error.Offset, 0, bytes.Length);
            });

    [Fact]
    public void Parts_in_another_order_are_read_and_come_out_in_Windows_order()
    {
        var windows = SecurityDescriptor.Parse("O:SYG:BAD:(A;;GA;;;WD)").ToBytes();
        var (dacl, owner, group) = (windows[20..48], windows[48..60], windows[60..76]);
        byte[] other = [.. windows[..20], .. owner, .. group, .. dacl];
        foreach (var (field, at) in ((int, int)[])[(4, 20), (8, 32), (16, 48)])
            BinaryPrimitives.WriteInt32LittleEndian(other.AsSpan(field), at);
        Assert.Equal(windows, SecurityDescriptor.Read(other).ToBytes());
    }

    [Theory]
    [InlineData(0, 2, 0)] // revision
    [InlineData(3, 0x00, 2)] // not self-relative
    [InlineData(4, 4, 4)] // owner inside the header
    [InlineData(4, 0xff, 4)] // owner past the end, and not at a multiple of 4
    [InlineData(2, 0x00, 12)] // SACL with an offset, not present
    [InlineData(20, 3, 20)] // SACL's revision
    [InlineData(21, 1, 21)] // reserved
    [InlineData(22, 4, 22)] // AclSize smaller than its header
    [InlineData(22, 0xff, 22)] // AclSize past the end
    [InlineData(24, 9, 24)] // AceCount that cannot fit
    [InlineData(30, 15, 30)] // AceSize too small
    [InlineData(30, 0xf0, 30)] // AceSize past the list
    [InlineData(28, 0x04, 28)] // compound entry
    [InlineData(37, 16, 37)] // 16 sub-authorities
    [InlineData(37, 9, 37)] // sub-authorities past the entry
    public void A_lie_is_refused_where_it_is_told(int at, byte value, int offset)
    {
        var bytes = SecurityDescriptor.Parse(Typical).ToBytes();
        Assert.True(SecurityDescriptor.TryRead(bytes, out _, out _));
        bytes[at] = value;
        if (at == 2) bytes[2] = (byte)(bytes[2] & ~0x10 | 4);
        Assert.Equal(offset, Assert.Throws<SecurityFormatException>(() => SecurityDescriptor.Read(bytes)).Offset);
    }

    [Fact]
    public void Parts_that_overlap_are_refused()
    {
        var bytes = SecurityDescriptor.Parse("O:SYG:SYD:(A;;GA;;;WD)").ToBytes();
        bytes.AsSpan(4, 4).CopyTo(bytes.AsSpan(8)); // the group is where the owner is
        Assert.Contains("overlap", Assert.Throws<SecurityFormatException>(() => SecurityDescriptor.Read(bytes)).Message,
            StringComparison.Ordinal);
        var inside = SecurityDescriptor.Parse("O:SYD:(A;;GA;;;WD)").ToBytes();
        BinaryPrimitives.WriteInt32LittleEndian(inside.AsSpan(4), 36); // the owner is the SID of the DACL's entry
        Assert.Contains("overlap",
            Assert.Throws<SecurityFormatException>(() => SecurityDescriptor.Read(inside)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Slack_behind_the_entries_is_kept()
    {
        var acl = new Acl(new Ace(AceType.Allowed, 1, WellKnownSids.Everyone)) { Slack = [0, 0, 0, 0, 7, 7, 7, 7] };
        Assert.Equal(acl.ToBytes(), Acl.Read(acl.ToBytes()).ToBytes());
        Assert.Equal(36, acl.BinaryLength);
    }

    [Fact]
    public void A_list_that_is_too_long_is_refused()
    {
        var ace = new Ace(AceType.Allowed, 1, WellKnownSids.Everyone);
        var acl = new Acl(ImmutableArray.CreateRange(Enumerable.Repeat(ace, 3277)));
        Assert.Throws<ArgumentException>(() => new SecurityDescriptor().WithDacl(acl).ToBytes());
        var text = "D:" + string.Concat(Enumerable.Repeat("(A;;CC;;;WD)", 3277));
        Assert.Equal(2 + 12 * 3276,
            Assert.Throws<SecurityFormatException>(() => SecurityDescriptor.Parse(text)).Offset);
    }

    [Fact]
    public void A_DACL_is_absent_null_empty_or_full()
    {
        Assert.False(SecurityDescriptor.Parse("O:SY").Has(DescriptorControl.DaclPresent));
        var isNull = SecurityDescriptor.Parse("D:NO_ACCESS_CONTROL");
        Assert.True(isNull.Has(DescriptorControl.DaclPresent) && isNull.Dacl is null);
        Assert.Equal("D:NO_ACCESS_CONTROL", SecurityDescriptor.Read(isNull.ToBytes()).ToSddl());
        Assert.Equal(Acl.Empty, SecurityDescriptor.Parse("D:").Dacl);
    }

    [Fact]
    public void The_label_is_the_first_that_applies_to_the_object()
    {
        Assert.Equal(WellKnownSids.Low,
            SecurityDescriptor.Parse("S:(ML;OIIO;NW;;;HI)(ML;;NW;;;LW)").MandatoryLabel?.Sid);
        Assert.Null(SecurityDescriptor.Parse("S:(AU;SA;GA;;;WD)").MandatoryLabel);
        Assert.Equal((uint)LabelPolicy.NoReadUp,
            new SecurityDescriptor()
                .WithSacl(new(new Ace(AceType.MandatoryLabel, 2, WellKnownSids.High))).MandatoryLabel!.Mask.Value);
    }
}
