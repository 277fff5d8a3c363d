using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Filtering;

/// <summary>What holds whatever filters there are.</summary>
public sealed class ArbitrationLawTests
{
    private static readonly Gen<(
        (ImmutableArray<Sublayer> Sublayers, ImmutableArray<Filter> Filters) Table, Traffic Traffic)> Any =
        Gen.Select(FilterGens.Table, FilterGens.Traffic(FreshWindows11.User), (t, x) => (t, x));

    /// <summary>
    /// The rules of the page, said the other way round: each sublayer's word, then which of them counts.
    /// </summary>
    [Fact]
    public void The_verdict_is_that_of_the_rules_read_backwards() => Any.Sample((table, traffic) =>
    {
        var words = table.Sublayers.OrderByDescending(s => s.Weight)
            .Select(s => Word(table.Filters, s, traffic)).OfType<Filter>().ToArray();
        var final = Array.FindIndex(words, w => w.IsHard);
        var counting = final < 0 ? words : words[..(final + 1)];
        var permitted = counting.Length == 0 || Permits(counting[^1]);
        if (permitted && final >= 0 && words[final..].Any(w => w.Action == FilterAction.CalloutBlock))
            permitted = false;
        Assert.Equal(permitted, new FilterEngine(table.Sublayers, table.Filters).Classify(traffic).IsPermitted);
    });

    [Fact]
    public void The_order_in_which_filters_of_different_weight_were_added_does_not_matter() =>
        Any.Sample((table, traffic) =>
        {
            var distinct = table.Filters.DistinctBy(f => (f.Sublayer, f.Weight)).ToImmutableArray();
            Assert.Equal(new FilterEngine(table.Sublayers, distinct).Classify(traffic),
                new FilterEngine(table.Sublayers, [.. distinct.Reverse()]).Classify(traffic));
        });

    [Fact]
    public void A_block_in_a_sublayer_above_all_others_is_final() => Any.Sample((table, traffic) =>
    {
        var top = new Sublayer(FilterGens.Id(9), "top", ushort.MaxValue);
        var block = new Filter(Guid.Empty, "block", traffic.Layer, top.Key, 0, FilterAction.Block, [],
            FilterFlags.Persistent);
        Assert.Equal(new(false, block, false),
            new FilterEngine([.. table.Sublayers, top], [.. table.Filters, block]).Classify(traffic));
    });

    [Fact]
    public void A_block_that_is_added_opens_nothing() => Gen.Select(FilterGens.Table,
        FilterGens.Traffic(FreshWindows11.User), FilterGens.Filter(1)).Sample((table, traffic, more) =>
        {
            var block = more with { Action = FilterAction.Block };
            if (new FilterEngine(table.Sublayers, [.. table.Filters, block]).Classify(traffic).IsPermitted)
                Assert.True(new FilterEngine(table.Sublayers, table.Filters).Classify(traffic).IsPermitted);
        });

    [Fact]
    public void A_filter_of_another_layer_says_nothing() => Any.Sample((table, traffic) =>
        Assert.Equal(new FilterEngine(table.Sublayers, [.. table.Filters.Where(f => f.Layer == traffic.Layer)])
            .Classify(traffic),
            new FilterEngine(table.Sublayers, table.Filters).Classify(traffic)));

    private static Filter? Word(ImmutableArray<Filter> filters, Sublayer sublayer, Traffic traffic) => filters
        .Where(f => f.Sublayer == sublayer.Key && f.Action != FilterAction.Continue
            && f.Matches(traffic, FilterEngine.Mappings[0]))
        .Aggregate((Filter?)null, (best, f) => best is null || f.Weight > best.Weight ? f : best);

    private static bool Permits(Filter filter) => filter.Action is FilterAction.Permit or FilterAction.CalloutPermit;
}
