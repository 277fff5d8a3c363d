using System.Net;

namespace Pinfold.Core.Decisions;

/// <summary>The answer to a connection that leaves the sandbox.</summary>
/// <param name="Host">The name in lower case, or the address as RFC 5952 writes it; empty when it was neither.</param>
/// <param name="Port">TCP port; 0 when a name was asked for, which has none.</param>
/// <param name="Address">The address that it was decided on; null for a name that is still to be resolved.</param>
/// <param name="Allowed">The verdict.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Remedy">The flag of <c>pinfold run</c> that allows exactly this; null when allowed, or when none can,
/// or none is to be offered: the rule says why.</param>
public sealed record EgressDecision(string Host, int Port, IPAddress? Address, bool Allowed,
    string Rule, string? Remedy)
{
    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public string Target => Spell(Host, Port);

    private static string Spell(string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
}
