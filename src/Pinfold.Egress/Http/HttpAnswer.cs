using System.Globalization;
using System.Text;
using Pinfold.Core.Decisions;

namespace Pinfold.Egress.Http;

/// <summary>
/// The proxy's own answers. Their text is for a person and for an agent: what was refused, why, and what allows it.
/// </summary>
internal static class HttpAnswer
{
    internal static readonly byte[] Established = "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray();

    internal static byte[] Denied(EgressDecision decision) => Text(403, "Denied by the sandbox's policy",
        $"connecting to {decision.Target} is denied: {decision.Rule}\n"
            + (decision.Remedy is { } remedy ? $"the user may allow it: pinfold run {remedy} -- ...\n" : ""));

    internal static byte[] Unreachable(EgressDecision decision, string failure) =>
        Text(502, "Unreachable", $"connecting to {decision.Target} is allowed and did not succeed: {failure}\n");

    internal static byte[] Malformed(MalformedRequestException fault) =>
        Text(fault.Status, "Malformed request", $"the request was refused: {fault.Message}\n");

    internal static byte[] Unauthorized() => Text(407, "Proxy authentication required",
        "the proxy wants the credential of this session: use the URL in the variable http_proxy\n",
        "Proxy-Authenticate: Basic realm=\"pinfold\"\r\n");

    private static byte[] Text(int status, string phrase, string text, string fields = "")
    {
        var body = Encoding.UTF8.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {phrase}\r\n{fields}Content-Type: text/plain; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n")), .. body];
    }
}
