using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;
using static Pinfold.Core.WindowsModel.Filtering.FilterAction;

namespace Pinfold.Core.Tests.WindowsModel.Filtering;

/// <summary>
/// The table of Win32's page <i>Filter Arbitration</i>, row by row: two sublayers, the first of the higher weight.
/// </summary>
public sealed class ArbitrationTests
{
    private static readonly Traffic Any = new(FilterLayer.ConnectV4, FreshWindows11.User)
        { Protocol = 6, RemotePort = 443 };

    [Theory]
    [InlineData(Permit, false, Block, false, false)] // soft permit: can be blocked at another sublayer
    [InlineData(Permit, true, Block, true, false)] // hard permit: cannot
    [InlineData(Permit, true, CalloutBlock, false, true)] // but by a callout's veto
    [InlineData(CalloutBlock, false, Permit, true, false)] // soft block: can be permitted at another sublayer
    [InlineData(CalloutBlock, true, Permit, false, false)] // hard block: cannot
    [InlineData(Block, false, Permit, false, false)] // a filter's block is hard by default
    [InlineData(Block, false, CalloutPermit, false, false)]
    [InlineData(CalloutPermit, false, Block, false, false)]
    [InlineData(CalloutPermit, true, Block, true, false)]
    [InlineData(Permit, false, Permit, true, false)]
    public void A_lower_sublayer_changes_what_may_be_changed(FilterAction first, bool isHard, FilterAction second,
        bool isPermitted, bool isVeto)
    {
        var verdict = Of(Make(0, first, 0, isHard ? FilterFlags.ClearActionRight : FilterFlags.None),
            Make(1, second, 0)).Classify(Any);
        Assert.Equal((isPermitted, isVeto), (verdict.IsPermitted, verdict.IsVeto));
    }

    [Fact]
    public void In_a_sublayer_the_first_that_permits_or_blocks_decides()
    {
        Assert.True(Of(Make(0, Block, 1), Make(0, Permit, 2)).Classify(Any).IsPermitted);
        Assert.False(Of(Make(0, Continue, 3), Make(0, Block, 2), Make(0, Permit, 1)).Classify(Any).IsPermitted);
    }

    [Fact]
    public void What_no_filter_matches_is_permitted() => Assert.Equal(new(true, null, false), Of().Classify(Any));

    [Fact]
    public void Conditions_on_one_field_are_alternatives_and_those_on_several_all_hold()
    {
        ImmutableArray<FilterCondition> ports = [Port(80), Port(443)];
        Assert.False(Of(Make(0, Block, 0) with { Conditions = ports }).Classify(Any).IsPermitted);
        Assert.True(Of(Make(0, Block, 0) with
            { Conditions = [.. ports, new(FilterField.Protocol, FilterMatch.Equal, new FilterValue.Number(17))] })
            .Classify(Any).IsPermitted);
    }

    [Fact]
    public void What_the_traffic_does_not_have_matches_no_condition() =>
        Assert.True(Of(Make(0, Block, 0) with { Conditions = [Port(443)] })
            .Classify(Any with { RemotePort = null }).IsPermitted);

    [Theory]
    [InlineData(FilterFlags.BootTime, true, false)]
    [InlineData(FilterFlags.BootTime, false, true)]
    [InlineData(FilterFlags.Persistent, true, true)]
    [InlineData(FilterFlags.Persistent, false, false)]
    [InlineData(FilterFlags.Persistent | FilterFlags.Disabled, false, true)]
    public void Boot_time_filters_hold_until_the_others_do(FilterFlags flags, bool isBooting, bool isPermitted) =>
        Assert.Equal(isPermitted,
            new FilterEngine(Two, [Make(0, Block, 0, flags)], isBooting).Classify(Any).IsPermitted);

    private static readonly ImmutableArray<Sublayer> Two =
        [new(FilterGens.Id(1), "low", 1), new(FilterGens.Id(0), "high", 2)];

    private static FilterEngine Of(params ImmutableArray<Filter> filters) => new(Two, filters);

    private static Filter Make(int sublayer, FilterAction action, ulong weight, FilterFlags flags = FilterFlags.None) =>
        new(Guid.NewGuid(), "test", FilterLayer.ConnectV4, FilterGens.Id(sublayer), weight, action, [], flags);

    private static FilterCondition Port(uint port) =>
        new(FilterField.RemotePort, FilterMatch.Equal, new FilterValue.Number(port));
}
