using CsCheck;
using Pinfold.Core.WindowsModel;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel;

public sealed class SidTests
{
    [Theory]
    [InlineData("S-1-1-0", "010100000000000100000000")]
    [InlineData("S-1-5-32-544", "01020000000000052000000020020000")]
    [InlineData("S-1-5", "0100000000000005")]
    [InlineData("S-1-0x010000000000", "0100010000000000")]
    [InlineData("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-4294967295",
        "010f000000000005010000000200000003000000040000000500000006000000"
        + "0700000008000000090000000a0000000b0000000c0000000d0000000e000000ffffffff")]
    public void Text_and_bytes_say_the_same(string text, string hex)
    {
        var sid = Sid.Parse(text);
        Assert.Equal(hex, Convert.ToHexStringLower(sid.ToBytes()));
        Assert.Equal(sid, Sid.Read(Convert.FromHexString(hex)));
        Assert.Equal(text, sid.ToString());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("S-2-5", 0)]
    [InlineData("S-1-", 4)]
    [InlineData("S-1-5-", 6)]
    [InlineData("S-1-5-x", 6)]
    [InlineData("S-1-5-4294967296", 6)]
    [InlineData("S-1-281474976710656", 4)]
    [InlineData("S-1-5 ", 5)]
    [InlineData("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16", 41)]
    public void Bad_text_is_refused_where_it_is_bad(string text, int offset)
    {
        Assert.False(Sid.TryParse(text, out _, out var error));
        Assert.Equal(offset, error.Offset);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("01010000000000", 0)]
    [InlineData("020100000000000100000000", 0)]
    [InlineData("011000000000000100000000", 1)]
    [InlineData("010200000000000100000000", 1)]
    [InlineData("0101000000000001000000000000", 12)]
    public void Bad_bytes_are_refused_where_they_are_bad(string hex, int offset) =>
        Assert.Equal(offset, Assert.Throws<SecurityFormatException>(() => Sid.Read(Convert.FromHexString(hex))).Offset);

    [Fact]
    public void Every_SID_survives_both_forms() => SecurityGens.AnySid.Sample(sid =>
    {
        Assert.Equal(sid, Sid.Read(sid.ToBytes()));
        Assert.Equal(sid, Sid.Parse(sid.ToString()));
        Assert.Equal(sid.GetHashCode(), Sid.Parse(sid.ToString()).GetHashCode());
    });

    [Fact]
    public void A_SID_cannot_be_too_long_nor_written_where_there_is_no_room()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sid(5, new uint[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sid(1UL << 48, 1));
        Assert.Throws<ArgumentException>(() => WellKnownSids.Everyone.Write(new byte[11]));
    }

    [Fact]
    public void An_account_is_below_its_domain()
    {
        Assert.True(WellKnownSids.Users.IsBelow(WellKnownSids.Builtin));
        Assert.False(WellKnownSids.Builtin.IsBelow(WellKnownSids.Builtin));
        Assert.False(WellKnownSids.Low.IsBelow(WellKnownSids.Builtin));
        Assert.Equal("S-1-5-5-0-123", WellKnownSids.LogonSession(0, 123).ToString());
    }
}
