using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Conditions;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Conditions;

public sealed class SecurityAttributeTests
{
    [Fact]
    public void Every_attribute_survives_both_forms() => SecurityGens.ResourceAttribute.Sample(attribute =>
    {
        Assert.Equal(attribute, SecurityAttribute.Read(attribute.ToBytes().AsSpan()));
        var ace = SecurityDescriptor.Parse($"S:(RA;;;;;WD;{attribute.ToSddl()})").Sacl!.Aces[0];
        Assert.Equal(attribute, ace.ReadAttribute());
    });

    [Fact]
    public void Damaged_bytes_give_an_error_with_its_place() =>
        Gen.Select(SecurityGens.ResourceAttribute, Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[1, 3], Gen.Int[0,
            200]).Sample((attribute, damage, cut) =>
        {
            var bytes = attribute.ToBytes().ToArray();
            foreach (var (at, value) in damage) bytes[at % bytes.Length] = value;
            if (cut < bytes.Length) bytes = bytes[..cut];
            try
            {
                _ = SecurityAttribute.Read(bytes);
            }
            catch (SecurityFormatException exception)
            {
                Assert.InRange(exception.Offset, 0, bytes.Length);
            }
        });

    [Fact]
    public void Values_that_share_their_bytes_cost_no_more_than_the_input()
    {
        var octets = new SecurityAttribute("x", AttributeType.Octets,
            [System.Collections.Immutable.ImmutableArray.Create(new byte[20_000])]).ToBytes().ToArray();
        var many = new byte[16 + 4 * 4000 + octets.Length];
        octets.AsSpan(0, 16).CopyTo(many);
        many[0] = 0xff;
        octets.AsSpan(16).CopyTo(many.AsSpan(16 + 4 * 4000));
        var name = 16 + 4 * 4000 + 4; // behind the one old offset
        BitConverter.TryWriteBytes(many.AsSpan(0), name);
        BitConverter.TryWriteBytes(many.AsSpan(12), 4000);
        for (var i = 0; i < 4000; i++) BitConverter.TryWriteBytes(many.AsSpan(16 + 4 * i), name + 4);
        Assert.Contains("overlap", Assert.Throws<SecurityFormatException>(() => SecurityAttribute.Read(many)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_share_their_bytes_are_counted_as_often_as_they_are_named()
    {
        var one = new SecurityAttribute("a", AttributeType.Int64, [7L]).ToBytes().ToArray();
        Assert.Contains("overlap",
            Assert.Throws<SecurityFormatException>(() => SecurityAttribute.Read(Shared(one, 1000))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_stand_close_together_are_refused_as_text_where_they_have_no_room_apart()
    {
        // Empty strings two bytes apart: read back, each begins at a multiple of 4.
        const int count = 10_000;
        var bytes = new byte[16 + 4 * count + 4 + 2 * count];
        new SecurityAttribute("a", AttributeType.Text, [""]).ToBytes().AsSpan(0, 16).CopyTo(bytes);
        BitConverter.TryWriteBytes(bytes.AsSpan(0), 16 + 4 * count);
        BitConverter.TryWriteBytes(bytes.AsSpan(12), count);
        for (var i = 0; i < count; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(16 + 4 * i), 16 + 4 * count + 4 + 2 * i);
        bytes[16 + 4 * count] = (byte)'a';
        Assert.Equal(count, SecurityAttribute.Read(bytes).Values.Length);
        var descriptor = new SecurityDescriptor().WithSacl(new(
            new Ace(AceType.ResourceAttribute, 0, WellKnownSids.Everyone) { ApplicationData = [.. bytes] }));
        Assert.Contains("65,535", Assert.Throws<SecurityFormatException>(() => descriptor.ToSddl()).Message,
            StringComparison.Ordinal);
        Assert.Contains("65,535", descriptor.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// <paramref name="one"/>, an attribute with one value, with that value named <paramref name="count"/> times.
    /// </summary>
    private static byte[] Shared(byte[] one, int count)
    {
        var shift = 4 * (count - 1);
        var many = new byte[one.Length + shift];
        one.AsSpan(0, 16).CopyTo(many);
        one.AsSpan(20).CopyTo(many.AsSpan(20 + shift));
        BitConverter.TryWriteBytes(many.AsSpan(0), BitConverter.ToInt32(one, 0) + shift);
        BitConverter.TryWriteBytes(many.AsSpan(12), count);
        for (var i = 0; i < count; i++)
            BitConverter.TryWriteBytes(many.AsSpan(16 + 4 * i), BitConverter.ToInt32(one, 16) + shift);
        return many;
    }
}
