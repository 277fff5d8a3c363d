using System.Globalization;

namespace Pinfold.Core.Policy;

/// <summary><c>name:port</c>, <c>*.name:port</c> or <c>1.2.3.4:port</c>, in one spelling only: no octal or short
/// addresses, no trailing dot.</summary>
internal static class HostSyntax
{
    internal static bool TryParse(string text, Origin origin, out HostRule? rule, out string error)
    {
        rule = null;
        error = "";
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !TryPort(text.AsSpan(colon + 1), out var port))
        {
            error = "it has no port between 1 and 65535";
            return false;
        }

        var host = text[..colon].ToLowerInvariant();
        var subdomains = host.StartsWith("*.", StringComparison.Ordinal);
        if (subdomains) host = host[2..];
        error = Fault(host, subdomains);
        if (error.Length > 0) return false;
        rule = new(host, subdomains, port, origin);
        return true;
    }

    /// <summary>Why no rule opens what <paramref name="rule"/> names; null where it does.</summary>
    internal static string? Unopenable(HostRule rule) => HostAddress.Parse(rule.Host) switch
    {
        { Address: null, IsLoopback: true } =>
            $"a name of this machine leads to no public address; 127.0.0.1:{rule.Port} opens the user's own service",
        { Address: { } address, IsLoopback: false } when HostAddress.IsNeverProxied(address) =>
            "no rule opens unspecified, link-local, metadata, multicast and broadcast addresses",
        _ => null,
    };

    /// <summary>The rule that <paramref name="text"/> is as a flag; null, and why, where it opens nothing.</summary>
    internal static HostRule? Grant(string text, out string? why)
    {
        why = TryParse(text, new(PolicyLayer.Flag, "--allow"), out var rule, out var error) ? Unopenable(rule!) : error;
        return why is null ? rule : null;
    }

    /// <summary>Reads one entry of an allow list; what is wrong with it goes to <paramref name="faults"/>.</summary>
    internal static HostRule? Read(string text, Origin origin, DiagnosticBag faults)
    {
        if (!TryParse(text, origin, out var rule, out var error))
            faults.Add(DiagnosticCode.MalformedHost, origin, $"{DiagnosticBag.Quote(text)} is no host: {error}",
                "write 'name:port' or '*.name:port'");
        else if (Unopenable(rule!) is { } why)
            faults.Add(DiagnosticCode.UnopenableHost, origin,
                $"{DiagnosticBag.Quote(text)} would open nothing: {why}", "remove it");
        else
            return rule;
        return null;
    }

    /// <summary>
    /// True when everything that <paramref name="inner"/> allows is allowed by <paramref name="outer"/>.
    /// </summary>
    internal static bool Covers(HostRule outer, HostRule inner) => outer.Port == inner.Port
        && ((outer.Host == inner.Host && outer.Subdomains == inner.Subdomains)
            || (outer.Subdomains && inner.Host.EndsWith("." + outer.Host, StringComparison.Ordinal)));

    private static bool TryPort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535 && text[0] != '0';

    private static string Fault(string host, bool subdomains)
    {
        if (host.Length is 0 or > 253) return "the name is empty or longer than 253 characters";
        if (host.Contains(':', StringComparison.Ordinal)) return "an IPv6 address is not supported";
        if (host.Contains('*', StringComparison.Ordinal)) return "'*' stands only before the first dot";
        var labels = host.Split('.');
        foreach (var label in labels)
        {
            if (label.Length is 0 or > 63) return "a label is empty or longer than 63 characters";
            if (label[0] == '-' || label[^1] == '-') return "a label starts or ends with '-'";
            if (!label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                return "a character is not a letter, digit, '-' or '_' of ASCII";
        }

        if (!labels[^1].All(char.IsAsciiDigit) && !labels[^1].StartsWith("0x", StringComparison.Ordinal)) return "";
        return !subdomains && labels.Length == 4 && labels.All(IsOctet)
            ? ""
            : "an address is not written as four decimal numbers";
    }

    private static bool IsOctet(string label) =>
        label.Length <= 3 && label.All(char.IsAsciiDigit) && (label.Length == 1 || label[0] != '0')
        && int.Parse(label, CultureInfo.InvariantCulture) <= 255;
}
