using System.Net;
using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Egress;

namespace Pinfold.Cli.Running;

/// <summary>What the egress proxy refused, each once, as the end of the command tells it.</summary>
internal sealed class EgressDenials(EgressRules rules)
{
    private const int Most = 16, MostKept = 256;
    private readonly Lock _gate = new();
    private readonly List<EgressRecord> _records = [];
    private int _more;

    internal void Add(EgressRecord record)
    {
        if (record.Outcome != EgressOutcome.Denied || record.Host.Length == 0) return;
        lock (_gate)
        {
            if (_records.Exists(r => r.Host == record.Host && r.Port == record.Port && r.Rule == record.Rule)) return;
            if (_records.Count < MostKept) _records.Add(record);
            else _more++;
        }
    }

    /// <summary>
    /// What there is to tell, with what others refused, and how much more there was; what was refused by address is
    /// told by name where the address stood for one.
    /// </summary>
    internal (IReadOnlyList<Denial> Told, int Omitted) With(IEnumerable<Denial> others, Func<IPAddress, string?> nameOf)
    {
        lock (_gate)
        {
            var asked = _records.Select(r => r.Host).ToHashSet(StringComparer.Ordinal);
            var ours = _records.Where(r => r.Port > 0 || IsWorthTelling(r.Host, asked)).Select(Tell)
                .Concat(others.Select(d => d.Kind == DenialKind.Address && IPEndPoint.TryParse(d.Object, out var end)
                    ? ByRule(end, nameOf)
                    : d))
                .Distinct().ToList();
            return ([.. ours.Take(Most)], _more + Math.Max(0, ours.Count - Most));
        }
    }

    private static Denial Tell(EgressRecord record) => record.Port == 0
        ? new(DenialKind.Name, record.Host) { Rule = record.Rule, Remedy = record.Remedy }
        : new(DenialKind.Host, Target(record.Host, record.Port)) { Rule = record.Rule, Remedy = record.Remedy };

    private Denial ByRule(IPEndPoint end, Func<IPAddress, string?> nameOf)
    {
        var decision = rules.Decide(nameOf(end.Address) ?? end.Address.ToString(), end.Port);
        var rule = decision.Allowed
            ? "a rule names it, but this port is not led out by itself: through the proxy of http_proxy it is reached"
            : decision.Rule;
        return new(DenialKind.Host, decision.Target) { Rule = rule, Remedy = decision.Remedy };
    }

    /// <summary>
    /// Not a name of one label, nor one that a resolver made of another name and a search domain, nor one whose
    /// connection was refused too.
    /// </summary>
    private bool IsWorthTelling(string name, HashSet<string> asked) =>
        name.Contains('.', StringComparison.Ordinal)
            && !asked.Any(other => name.Length > other.Length && name.StartsWith(other + ".", StringComparison.Ordinal))
        && !_records.Exists(r => r.Port > 0 && r.Host == name);

    private static string Target(string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
}
