using System.Buffers;
using System.Text;

namespace Pinfold.Egress.Http;

/// <summary>Where a request wants to go.</summary>
internal static class RequestTarget
{
    private static readonly SearchValues<byte> Foreign = SearchValues.Create("@/\\?#%"u8);

    /// <summary>
    /// <c>host:port</c> (RFC 9112, 3.2.3). Names are checked by the rules; here it is only taken apart, in the one way
    /// there is.
    /// </summary>
    /// <param name="text">Graphic ASCII.</param>
    /// <param name="defaultPort">When there is none; null: there must be one.</param>
    internal static (string Host, int Port) Authority(ReadOnlySpan<byte> text, int? defaultPort)
    {
        if (text.ContainsAny(Foreign))
            throw new MalformedRequestException("the host has a user's name, a path or an encoded character");
        var bracket = text.IndexOf((byte)']');
        var colon = bracket >= 0 ? text[bracket..].IndexOf((byte)':') + bracket : text.IndexOf((byte)':');
        if (bracket >= 0 && (text[0] != '[' || (colon != bracket + 1 && bracket != text.Length - 1)))
            throw new MalformedRequestException("an address is not '[address]:port'");
        if (bracket >= 0 && bracket == text.Length - 1) colon = -1;
        var host = Encoding.ASCII.GetString(colon < 0 ? text : text[..colon]);
        if (bracket >= 0)
        {
            host = host[1..^1];
            if (!host.Contains(':', StringComparison.Ordinal))
                throw new MalformedRequestException("in brackets there is an IPv6 address and nothing else");
        }
        else if (colon >= 0 && text[(colon + 1)..].IndexOf((byte)':') >= 0)
        {
            throw new MalformedRequestException("an address is not '[address]:port'");
        }

        if (host.Length == 0) throw new MalformedRequestException("there is no host");
        if (colon < 0) return (host, defaultPort ?? throw new MalformedRequestException("there is no port"));
        var port = RequestParser.Number(Encoding.ASCII.GetString(text[(colon + 1)..]), 5);
        return port is > 0 and <= 65535
            ? (host, (int)port)
            : throw new MalformedRequestException("the port is not between 1 and 65535");
    }

    /// <summary><c>http://host[:port]/path?query</c>.</summary>
    internal static (string Host, int Port, string Path) Absolute(ReadOnlySpan<byte> text)
    {
        var scheme = "http://"u8;
        if (text.Length <= scheme.Length || !Ascii.EqualsIgnoreCase(text[..scheme.Length], scheme))
            throw new MalformedRequestException(
                "the target is not 'http://host/path'; for anything but http, ask for a tunnel with CONNECT");
        var rest = text[scheme.Length..];
        var end = rest.IndexOfAny((byte)'/', (byte)'?');
        var (host, port) = Authority(end < 0 ? rest : rest[..end], 80);
        var path = end < 0 ? "/" : Encoding.ASCII.GetString(rest[end..]);
        if (path.Contains('#', StringComparison.Ordinal))
            throw new MalformedRequestException("the target has a fragment");
        return (host, port, path[0] == '?' ? "/" + path : path);
    }
}
