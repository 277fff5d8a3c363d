using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pinfold.Egress.Http;

/// <summary>
/// Reads the head of a request (RFC 9112), and takes nothing that another reader might take differently.
/// </summary>
internal static class RequestParser
{
    private const int MaxFields = 128;
    private const string LineEnd = "a line does not end with CR LF, or has NUL in it";
    private static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>The graphic characters of ASCII: what a request's target may have.</summary>
    private static readonly SearchValues<byte> Graphic = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x5E).Select(b => (byte)b)]);

    /// <summary>
    /// Length of the head with its empty line; 0 when it is not whole yet. A first line that ends with LF alone is
    /// refused at once: the end would be waited for in vain.
    /// </summary>
    internal static int EndOfHead(ReadOnlySpan<byte> data)
    {
        if (data.IndexOf((byte)'\n') is var line and >= 0 && (line == 0 || data[line - 1] != '\r'))
            throw new MalformedRequestException(LineEnd);
        var end = data.IndexOf("\r\n\r\n"u8);
        return end < 0 ? 0 : end + 4;
    }

    /// <summary>Reads <paramref name="head"/>, which ends with its empty line.</summary>
    internal static RequestHead Parse(ReadOnlySpan<byte> head)
    {
        var line = Line(ref head);
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last == first)
            throw new MalformedRequestException("the request line is not 'METHOD TARGET VERSION'");
        ReadOnlySpan<byte> method = line[..first], target = line[(first + 1)..last], version = line[(last + 1)..];
        if (method.Length > 32 || method.ContainsAnyExcept(Token))
            throw new MalformedRequestException("the method is no token");
        if (!version.SequenceEqual("HTTP/1.1"u8) && !version.SequenceEqual("HTTP/1.0"u8))
            throw new MalformedRequestException("the version is not HTTP/1.1", 505);
        if (target.Length == 0 || target.ContainsAnyExcept(Graphic))
            throw new MalformedRequestException("the target has a character that a target cannot have");
        var isOld = version[^1] == (byte)'0';
        var fields = new RequestFields(isOld);
        for (var count = 0; head.Length > 0;)
        {
            line = Line(ref head);
            if (line.Length == 0) break;
            if (++count > MaxFields)
                throw new MalformedRequestException($"there are more than {MaxFields} fields", 431);
            Field(line, fields);
        }

        if (head.Length > 0) throw new MalformedRequestException("there is more than one head");
        return method.SequenceEqual("CONNECT"u8)
            ? Tunnel(target, fields)
            : Exchange(method, target, fields) with { IsOld = isOld };
    }

    private static RequestHead Tunnel(ReadOnlySpan<byte> target, RequestFields fields)
    {
        var (host, port) = RequestTarget.Authority(target, null);
        fields.CheckHost(host, port, anyPort: true);
        if (fields.HasBody) throw new MalformedRequestException("CONNECT has no body");
        return new(RequestForm.Authority, "CONNECT", host, port, "", [], fields.Authorization, 0);
    }

    private static RequestHead Exchange(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, RequestFields fields)
    {
        var (host, port, path) = RequestTarget.Absolute(target);
        fields.CheckHost(host, port, anyPort: false);
        return new(RequestForm.Absolute, Encoding.Latin1.GetString(method), host, port, path, fields.ForOrigin(),
            fields.Authorization, fields.BodyLength());
    }

    private static ReadOnlySpan<byte> Line(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
        if (end < 0 || end + 1 >= head.Length || head[end] != '\r' || head[end + 1] != '\n')
            throw new MalformedRequestException(LineEnd);
        var line = head[..end];
        head = head[(end + 2)..];
        return line;
    }

    private static void Field(ReadOnlySpan<byte> line, RequestFields fields)
    {
        if (line[0] is (byte)' ' or (byte)'\t') throw new MalformedRequestException("a field goes on in the next line");
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(Token))
            throw new MalformedRequestException("a field has no name, or one that is no token");
        var value = line[(colon + 1)..].Trim(" \t"u8);
        foreach (var b in value)
            if (b is < 0x20 and not (byte)'\t' or 0x7F)
                throw new MalformedRequestException("a field has a control character");
        fields.Add(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(value));
    }

    /// <summary>
    /// A decimal number of at most <paramref name="digits"/> digits and nothing else; null when it is none.
    /// </summary>
    internal static long? Number(string text, int digits) =>
        text.Length > 0 && text.Length <= digits && text.All(char.IsAsciiDigit)
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
