using System.Text;

namespace Pinfold.Egress.Http;

/// <summary>A request's line and fields, read strictly (<see cref="RequestParser"/>).</summary>
/// <param name="Form">Tunnel or exchange.</param>
/// <param name="Method">As sent.</param>
/// <param name="Host">Of the target, without brackets.</param>
/// <param name="Port">Of the target.</param>
/// <param name="Path">Path and query for the other side, beginning with a slash; empty for a tunnel.</param>
/// <param name="Fields">What is passed on, in order: without what is between client and proxy alone.</param>
/// <param name="Authorization">The Proxy-Authorization field.</param>
/// <param name="Length">Bytes of the body; null: in chunks.</param>
internal sealed record RequestHead(
    RequestForm Form, string Method, string Host, int Port, string Path,
    List<KeyValuePair<string, string>> Fields, string? Authorization, long? Length)
{
    /// <summary>HTTP/1.0, which knows no chunks: the other side is told, and answers without.</summary>
    internal bool IsOld { get; init; }

    /// <summary>
    /// The head for the other side, in origin form. One exchange a connection: nothing can be smuggled behind it.
    /// </summary>
    internal byte[] ForOrigin()
    {
        var authority = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var text = new StringBuilder(
            $"{Method} {Path} HTTP/1.{(IsOld ? 0 : 1)}\r\nHost: {authority}{(Port == 80 ? "" : $":{Port}")}\r\n");
        foreach (var (name, value) in Fields) text.Append(name).Append(": ").Append(value).Append("\r\n");
        return Encoding.Latin1.GetBytes(text.Append("Connection: close\r\n\r\n").ToString());
    }
}
