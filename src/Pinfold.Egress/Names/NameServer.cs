using System.Net;
using Pinfold.Core.Decisions;

namespace Pinfold.Egress.Names;

/// <summary>
/// Answers names from the allow list alone, and asks nobody: a question that leaves the sandbox would carry data out.
/// </summary>
internal sealed class NameServer(EgressRules rules, SyntheticNames names, bool v6, Action<EgressRecord> tell)
{
    /// <summary>The answer; null: none is given.</summary>
    internal byte[]? Answer(ReadOnlySpan<byte> message)
    {
        if (NameQuery.Parse(message) is not { } query) return null;
        if (query.Name == "localhost" || query.Name.EndsWith(".localhost", StringComparison.Ordinal))
            return NameAnswer.Write(message, query, NameAnswer.NoError, query.Type == NameQuery.A ? IPAddress.Loopback
                : query.Type == NameQuery.Aaaa ? IPAddress.IPv6Loopback
                : null);
        if (rules.LookUp(query.Name) is { Allowed: false } denied)
        {
            var name = query.Name.Length > 0 ? query.Name : "(not a host name)";
            if (query.Type != NameQuery.Pointer) Tell(name, EgressOutcome.Denied, denied.Rule, denied.Remedy);
            return NameAnswer.Write(message, query, NameAnswer.NoSuchName, null);
        }

        if (query.Type is not (NameQuery.A or NameQuery.Aaaa))
            return NameAnswer.Write(message, query, NameAnswer.NoError, null);
        if (names.AddressesOf(query.Name) is not { } addresses)
        {
            Tell(query.Name, EgressOutcome.Refused, "too many names in one session");
            return NameAnswer.Write(message, query, NameAnswer.ServerFailure, null);
        }

        return NameAnswer.Write(message, query, NameAnswer.NoError,
            query.Type == NameQuery.A ? addresses.V4 : v6 ? addresses.V6 : null);
    }

    private void Tell(string name, EgressOutcome outcome, string rule, string? remedy = null) =>
        tell(new(EgressEntrance.Name, outcome, name, 0, rule) { Remedy = remedy });
}
