using System.Collections.Immutable;

namespace Pinfold.Core.Policy;

/// <summary>
/// One order, each entry once: so that it does not matter in which order layers and lines say something.
/// </summary>
/// <remarks>Plain sorts instead of LINQ: this is on the path of every start, and cold code costs more than the
/// sorting.</remarks>
internal static class Canonical
{
    internal static ImmutableArray<PathRule> Paths(List<PathRule> rules) => Order(rules, r => r.Origin, (a, b) =>
    {
        var order = string.CompareOrdinal(a.Pattern, b.Pattern);
        if (order == 0) order = (a.Glob is null).CompareTo(b.Glob is null);
        return order != 0 ? order : SandboxPolicy.IsReopenable(a).CompareTo(SandboxPolicy.IsReopenable(b));
    });

    internal static ImmutableArray<HandoffRule> Names(List<HandoffRule> rules) =>
        Order(rules, r => r.Origin, (a, b) => string.CompareOrdinal(a.Name, b.Name));

    internal static ImmutableArray<HostRule> Hosts(List<HostRule> rules) => Order(rules, r => r.Origin, (a, b) =>
    {
        var order = string.CompareOrdinal(a.Host, b.Host);
        if (order == 0) order = a.Subdomains.CompareTo(b.Subdomains);
        return order != 0 ? order : a.Port.CompareTo(b.Port);
    });

    internal static ImmutableArray<CommandRule> Commands(List<CommandRule> rules) =>
        Order(rules, r => r.Origin, (a, b) =>
        {
            for (var i = 0; i < a.Prefix.Length && i < b.Prefix.Length; i++)
                if (string.CompareOrdinal(a.Prefix[i], b.Prefix[i]) is var order and not 0) return order;
            return a.Prefix.Length != b.Prefix.Length ? a.Prefix.Length - b.Prefix.Length : a.Verdict - b.Verdict;
        });

    internal static ImmutableArray<VariableRule> Variables(List<Said<string>> said) => Order(
        said.ConvertAll(s => new VariableRule(s.Value, s.Origin)),
        r => r.Origin, (a, b) => string.CompareOrdinal(a.Name, b.Name));

    /// <summary>Of equal entries the one of the first layer and line stays.</summary>
    private static ImmutableArray<T> Order<T>(List<T> items, Func<T, Origin> origin, Comparison<T> compare)
        where T : class
    {
        items.Sort((a, b) =>
        {
            var order = compare(a, b);
            if (order == 0) order = origin(a).Layer - origin(b).Layer;
            if (order == 0) order = origin(a).Line - origin(b).Line;
            return order != 0 ? order : origin(a).Column - origin(b).Column;
        });
        var unique = ImmutableArray.CreateBuilder<T>(items.Count);
        foreach (var item in items)
            if (unique.Count == 0 || compare(unique[^1], item) != 0) unique.Add(item);
        return unique.DrainToImmutable();
    }
}
