using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>
/// Filter arbitration of the Windows Filtering Platform (Win32, <i>Filter Arbitration</i>): in each sublayer the
/// matching filter of the highest weight that permits or blocks; then, over all sublayers from the highest weight down,
/// block overrides permit unless the permit is hard, a hard block is final, a soft block may be permitted below, and a
/// callout's block vetoes a hard permit. Layers do not know each other.
/// </summary>
/// <param name="sublayers">In the order in which equal weights are asked, which Windows leaves open.</param>
/// <param name="filters">In any order; of equal weights in a sublayer, the first one listed.</param>
/// <param name="isBooting">
/// True until the filtering service runs: then boot-time filters count and no others; afterwards the others and no
/// boot-time ones.
/// </param>
/// <param name="mapping">One of <see cref="Mappings"/>.</param>
public sealed class FilterEngine(
    ImmutableArray<Sublayer> sublayers, ImmutableArray<Filter> filters,
    bool isBooting = false, GenericMapping? mapping = null)
{
    /// <summary>
    /// FWP_ACTRL_MATCH_FILTER (fwpmu.h of the Windows SDK): the right that an account's condition asks for.
    /// </summary>
    public const uint MatchRight = 1;

    private readonly GenericMapping _mapping = mapping ?? Mappings[0];
    private readonly ImmutableArray<Sublayer> _sublayers = [.. sublayers.OrderByDescending(s => s.Weight)]; // stable

    private readonly ImmutableArray<Filter> _filters =
        [.. filters.Where(f => f.Flags.HasFlag(FilterFlags.BootTime) == isBooting).OrderByDescending(f => f.Weight)];

    /// <summary>
    /// Whether FWP_ACTRL_MATCH_FILTER is a right that reads or one that writes is documented nowhere. It decides
    /// whether restricting SIDs and labels are asked; a table of filters has to hold either way.
    /// </summary>
    public static ImmutableArray<GenericMapping> Mappings { get; } =
        [new(0x20001, 0x20000, 0x20000, 0xF0001), new(0x20000, 0x20001, 0x20000, 0xF0001),
            new(0x20001, 0x20001, 0x20001, 0xF0001)];

    /// <summary>What the layer decides about <paramref name="traffic"/>.</summary>
    public Verdict Classify(Traffic traffic)
    {
        ArgumentNullException.ThrowIfNull(traffic);
        var (isPermitted, mayChange, by) = (true, true, (Filter?)null);
        foreach (var sublayer in _sublayers)
        {
            if (Decisive(sublayer, traffic) is not { } filter) continue;
            var permits = filter.Action is FilterAction.Permit or FilterAction.CalloutPermit;
            if (mayChange) (isPermitted, mayChange, by) = (permits, !filter.IsHard, filter);
            else if (isPermitted && filter.Action == FilterAction.CalloutBlock) return new(false, filter, IsVeto: true);
        }

        return new(isPermitted, by, IsVeto: false);
    }

    private Filter? Decisive(Sublayer sublayer, Traffic traffic)
    {
        foreach (var filter in _filters)
        {
            if (filter.Sublayer == sublayer.Key && filter.Action != FilterAction.Continue
                && filter.Matches(traffic, _mapping))
                return filter;
        }

        return null;
    }
}
