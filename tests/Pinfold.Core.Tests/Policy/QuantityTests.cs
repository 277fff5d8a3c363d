using CsCheck;
using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

public sealed class QuantityTests
{
    [Fact]
    public void Sizes_read_back() =>
        Gen.Long[1, 1L << 50].Sample(b => Quantity.TryBytes(Quantity.Bytes(b), out var back) && back == b);

    [Fact]
    public void Durations_read_back() =>
        Gen.Int[1, 86400 * 400].Sample(s => Quantity.TryDuration(Quantity.Duration(TimeSpan.FromSeconds(s)),
            out var back) && back.TotalSeconds == s);

    [Theory]
    [InlineData("1KiB", 1024)]
    [InlineData("0B", 0)]
    [InlineData("2TiB", 2L << 40)]
    public void Reads_a_size(string text, long bytes)
    {
        Assert.True(Quantity.TryBytes(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("KiB")]
    [InlineData("-1KiB")]
    [InlineData("1 KiB")]
    [InlineData("1kib")]
    [InlineData("1.5GiB")]
    [InlineData("9223372036854775807KiB")]
    public void Rejects_a_size(string text) => Assert.False(Quantity.TryBytes(text, out _));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d1s", 86401)]
    public void Reads_a_duration(string text, int seconds)
    {
        Assert.True(Quantity.TryDuration(text, out var read));
        Assert.Equal(seconds, read.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("1m1m")]
    [InlineData("1s1m")]
    [InlineData("1ms")]
    [InlineData("-1s")]
    [InlineData("99999999999999999999s")]
    [InlineData("106751991167d")]
    public void Rejects_a_duration(string text) => Assert.False(Quantity.TryDuration(text, out _));
}
