using System.Text;
using CsCheck;
using Pinfold.Egress.Http;
using Xunit;

namespace Pinfold.Egress.Tests.Http;

/// <summary>Where a body ends, wherever the reads cut it.</summary>
public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("0\r\n\r\n")]
    [InlineData("5\r\nabcde\r\n0\r\n\r\n")]
    [InlineData("A;name=\"v\"\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")]
    [InlineData("000000000000003\r\n\r\n0\r\n0\r\n\r\n")]
    public void A_body_in_chunks_ends_after_its_last_one(string text) => Gen.Int[1, 7].Sample(step =>
    {
        var body = new RequestBody(null);
        var data = Encoding.ASCII.GetBytes(text + "GET /next");
        var taken = 0;
        for (var at = 0; at < data.Length && !body.IsOver; at += step)
            taken += body.Take(data.AsSpan(at, Math.Min(step, data.Length - at)));
        Assert.True(body.IsOver);
        Assert.Equal(text.Length, taken);
    }, iter: 50);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("0x1\r\n")]
    [InlineData("1 \r\na\r\n")]
    [InlineData("1\na\n")]
    [InlineData("1\r\nab\r\n")]
    [InlineData("ffffffffffffffff\r\n")]
    [InlineData("1;\0\r\n")]
    [InlineData("0\r\nX: y\n\r\n")]
    public void Malformed_chunks_are_refused(string text) =>
        Assert.Throws<MalformedRequestException>(() => new RequestBody(null).Take(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_body_with_a_length_takes_that_much()
    {
        var body = new RequestBody(3);
        Assert.Equal(2, body.Take("ab"u8));
        Assert.Equal(1, body.Take("cdef"u8));
        Assert.True(body.IsOver);
        Assert.True(new RequestBody(0).IsOver);
    }
}
