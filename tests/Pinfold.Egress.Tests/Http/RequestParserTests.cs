using System.Text;
using CsCheck;
using Pinfold.Egress.Http;
using Xunit;

namespace Pinfold.Egress.Tests.Http;

/// <summary>Requests that two readers could read in two ways are no requests.</summary>
public sealed class RequestParserTests
{
    private const string Get = "GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n";

    [Theory]
    [InlineData("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n", "a.example", 443, "")]
    [InlineData("CONNECT a.example:443 HTTP/1.0\r\n\r\n", "a.example", 443, "")]
    [InlineData("CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]\r\n\r\n", "2001:db8::1", 443, "")]
    [InlineData("GET http://a.example HTTP/1.1\r\nHost: a.example\r\n\r\n", "a.example", 80, "/")]
    [InlineData("GET HTTP://A.example:8080?q HTTP/1.1\r\nHost: a.EXAMPLE:8080\r\n\r\n", "A.example", 8080, "/?q")]
    [InlineData("GET http://a.example/x?y=http://b/ HTTP/1.1\r\nHost:\ta.example \r\nX:\r\n\r\n", "a.example", 80,
        "/x?y=http://b/")]
    public void A_plain_request_is_read(string head, string host, int port, string path)
    {
        var request = Parse(head);
        Assert.Equal((host, port, path), (request.Host, request.Port, request.Path));
    }

    [Theory]
    [InlineData("CONNECT a.example HTTP/1.1\r\nHost: a.example\r\n\r\n")] // no port
    [InlineData("CONNECT a.example:0443 HTTP/1.1\r\nHost: b.example\r\n\r\n")]
    [InlineData("CONNECT a.example:65536 HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("CONNECT a.example:-1 HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("CONNECT a.example:443:80 HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("CONNECT user@a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("CONNECT a.example%00.evil.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("CONNECT [a.example]:443 HTTP/1.1\r\nHost: [a.example]:443\r\n\r\n")]
    [InlineData("CONNECT [127.0.0.1]:443 HTTP/1.1\r\nHost: 127.0.0.1:443\r\n\r\n")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nHost: [a.example]\r\n\r\n")]
    [InlineData(Get + "Connection: X\r\nConnection: Content-Length\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("CONNECT a.example:443/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("CONNECT http://a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("CONNECT a.example:443 HTTP/1.1\r\n\r\n")] // no Host
    [InlineData("CONNECT a.example:443 HTTP/1.1\r\nHost: b.example\r\n\r\n")]
    [InlineData("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")] // origin form
    [InlineData("GET https://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET ftp://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET http://b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET http://a.example:81/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET http://a.example@b.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n")]
    [InlineData("GET http://a.example\\@b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET http://a.example/#x HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET http:///x HTTP/1.1\r\nHost: \r\n\r\n")]
    [InlineData("GET  http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")] // two spaces
    [InlineData("GET http://a.example/\tHTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET http://a.example/ HTTP/1.1 \r\nHost: a.example\r\n\r\n")]
    [InlineData("GET http://a.example/ HTTP/2.0\r\nHost: a.example\r\n\r\n")]
    [InlineData("G(T http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("GET http://a.example/é HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData(Get + "Host: b.example\r\n\r\n")]
    [InlineData(Get + "Host: a.example\r\n\r\n")] // the same, twice
    [InlineData(Get + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n")]
    [InlineData(Get + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData(Get + "Content-Length: +1\r\n\r\n")]
    [InlineData(Get + "Content-Length: 1, 1\r\n\r\n")]
    [InlineData(Get + "Content-Length: 0x1\r\n\r\n")]
    [InlineData(Get + "Content-Length: 9999999999999999999\r\n\r\n")]
    [InlineData(Get + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData(Get + "Transfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData(Get + "Transfer-Encoding: xchunked\r\n\r\n")]
    [InlineData("GET http://a.example/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData(Get + "Connection: Content-Length\r\nContent-Length: 5\r\n\r\n")]
    [InlineData(Get + "X: a\r\n b\r\n\r\n")] // goes on in the next line
    [InlineData(Get + "X : a\r\n\r\n")]
    [InlineData(Get + ": a\r\n\r\n")]
    [InlineData(Get + "Xa\r\n\r\n")]
    [InlineData(Get + "X: a\nY: b\r\n\r\n")]
    [InlineData(Get + "X: a\rY: b\r\n\r\n")]
    [InlineData(Get + "X: a\0b\r\n\r\n")]
    [InlineData(Get + "X: a\u0001b\r\n\r\n")]
    [InlineData(Get + "X\0: a\r\n\r\n")]
    [InlineData("GET http://a.example\0.b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("\r\nGET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    public void An_ambiguous_or_malformed_request_is_refused(string head) =>
        Assert.Throws<MalformedRequestException>(() => Parse(head));

    [Theory]
    [InlineData("GET http://a.example/ HTTP/1.1\nHost: a.example\n")]
    [InlineData("\n")]
    public void Lines_that_end_with_LF_alone_are_refused_before_the_head_is_whole(string head) =>
        Assert.Throws<MalformedRequestException>(() => RequestParser.EndOfHead(Encoding.Latin1.GetBytes(head)));

    [Fact]
    public void What_any_Connection_field_names_is_not_passed_on() => Assert.Equal(
        "GET / HTTP/1.1\r\nHost: a.example\r\nZ: 3\r\nConnection: close\r\n\r\n",
        Encoding.Latin1.GetString(
            Parse(Get + "Connection: X\r\nX: 1\r\nconnection: close, y\r\nY: 2\r\nZ: 3\r\n\r\n").ForOrigin()));

    [Fact]
    public void A_request_of_HTTP_1_0_is_passed_on_as_one_so_that_no_answer_comes_in_chunks() => Assert.StartsWith(
        "GET / HTTP/1.0\r\nHost: a.example\r\n",
        Encoding.Latin1.GetString(Parse("GET http://a.example/ HTTP/1.0\r\n\r\n").ForOrigin()),
        StringComparison.Ordinal);

    [Fact]
    public void What_is_passed_on_is_read_again_as_the_same_request_and_ends_where_it_ends() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            try
            {
                var request = Parse(Get + "X: " + Encoding.Latin1.GetString(bytes) + "\r\n\r\n");
                var passed = Encoding.Latin1.GetString(request.ForOrigin());
                Assert.Equal(passed.Length - 4, passed.IndexOf("\r\n\r\n", StringComparison.Ordinal));
                var again = Parse(passed.Replace("GET /", "GET http://a.example/", StringComparison.Ordinal));
                Assert.Equal(request.Fields, again.Fields);
            }
            catch (MalformedRequestException)
            {
                Assert.Contains(bytes, b => b is < 0x20 or 0x7F);
            }
        });

    private static RequestHead Parse(string head)
    {
        var bytes = Encoding.Latin1.GetBytes(head);
        Assert.NotEqual(0, RequestParser.EndOfHead(bytes));
        return RequestParser.Parse(bytes.AsSpan(0, Math.Max(RequestParser.EndOfHead(bytes), bytes.Length)));
    }
}
