using System.Collections.Immutable;
using System.Net;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Native;
using Pinfold.Windows.Network;
using Xunit;

namespace Pinfold.Windows.Tests.Network;

/// <summary>The platform's structures, as FilterMemory makes them, against the table.</summary>
public sealed unsafe class PlatformFilterTests
{
    private static readonly Sid Domain = Sid.Parse("S-1-5-21-1-2-3");

    private static readonly ImmutableArray<Filter> Filters = FilterTable.For(
        SandboxAccount.Offline("a", Domain.Child(1001)),
        SandboxAccount.Online("b", Domain.Child(1002)), 47128, [5173], NetworkMode.Online).Filters;

    [Fact]
    public void Each_filter_of_the_table_is_itself_in_whatever_order_its_conditions_come()
    {
        foreach (var filter in Filters)
        {
            Assert.True(IsGiven(filter, filter), filter.ToString());
            Assert.True(IsGiven(filter with { Conditions = [.. filter.Conditions.Reverse()] }, filter),
                filter.ToString());
        }
    }

    [Fact]
    public void A_filter_in_which_one_thing_is_another_is_not_the_tables()
    {
        foreach (var filter in Filters)
        {
            Assert.False(IsGiven(filter with
                { Layer = filter.Layer == FilterLayer.RpcCall ? FilterLayer.ConnectV4 : FilterLayer.RpcCall },
                filter));
            Assert.False(IsGiven(filter with { Sublayer = Guid.NewGuid() }, filter));
            Assert.False(IsGiven(
                filter with { Action = filter.Action == FilterAction.Block ? FilterAction.Permit : FilterAction.Block },
                filter));
            for (var i = 0; i < filter.Conditions.Length; i++)
            {
                Assert.False(IsGiven(filter with { Conditions = filter.Conditions.RemoveAt(i) }, filter));
                if (filter.Conditions.Length > 1)
                    Assert.False(IsGiven(filter with
                    {
                        Conditions = filter.Conditions.SetItem(i, filter.Conditions[(i + 1) % filter.Conditions.Length])
                    },
                        filter));
                Assert.False(IsGiven(
                    filter with { Conditions = filter.Conditions.SetItem(i, Changed(filter.Conditions[i])) }, filter),
                    filter.Conditions[i].ToString());
            }
        }
    }

    /// <summary>Flags as fwpmtypes.h numbers them.</summary>
    [Theory]
    [InlineData(0x40, true)] // INDEXED: the platform's own
    [InlineData(0x4, false)] // HAS_PROVIDER_CONTEXT
    [InlineData(0x8, false)] // CLEAR_ACTION_RIGHT: a permit that is hard
    [InlineData(0x10, false)] // PERMIT_IF_CALLOUT_UNREGISTERED
    [InlineData(0x20, false)] // DISABLED
    [InlineData(0x80, false)] // SYSTEMOS_ONLY
    public void A_filter_with_a_flag_more_is_the_tables_when_the_platform_has_set_it(uint flag, bool isTables) =>
        Assert.All(Filters, f => Assert.Equal(isTables, IsGiven(f with { Flags = f.Flags | (FilterFlags)flag }, f)));

    [Fact]
    public void A_filter_of_another_lifetime_is_not_the_tables()
    {
        foreach (var filter in Filters)
            foreach (var flags in ((FilterFlags[])[FilterFlags.None, FilterFlags.Persistent,
                FilterFlags.BootTime, FilterFlags.Persistent | FilterFlags.BootTime]).Where(f => f != filter.Flags))
                Assert.False(IsGiven(filter with { Flags = flags }, filter), $"{filter}: {flags}");
    }

    [Fact]
    public void A_filter_of_another_weight_or_with_one_of_the_platforms_choice_is_not_the_tables()
    {
        foreach (var filter in Filters)
        {
            foreach (var weight in ((ulong[])[0, 8, 15, 1UL << 60, ulong.MaxValue]).Where(w => w != filter.Weight))
                Assert.False(IsGiven(filter with { Weight = weight }, filter), $"{filter}: {weight}");
            using var memory = new FilterMemory();
            foreach (var type in (uint[])[Fwpuclnt.FWP_EMPTY, Fwpuclnt.FWP_UINT8])
                Assert.False(Is(filter, memory.Of(filter), filter, new() { type = type, uint64 = filter.Weight }),
                    $"{filter}: a weight of type {type}");
        }
    }

    /// <summary>Win32, <i>Filtering Condition Identifiers</i>: either type is taken for an address.</summary>
    [Fact]
    public void An_address_may_be_one_or_a_network_of_one()
    {
        foreach (var filter in Filters.Where(f => f.Conditions.Any(c => c.Value is FilterValue.Address)))
        {
            using var memory = new FilterMemory();
            var conditions = memory.Of(filter);
            for (var i = 0; i < filter.Conditions.Length; i++)
            {
                if (filter.Conditions[i].Value is not FilterValue.Address { Network.PrefixLength: 32 or 128 } address)
                    continue;
                conditions[i].conditionValue = FilterKeys.IsV6(filter.Layer)
                    ? new() { type = Fwpuclnt.FWP_BYTE_ARRAY16_TYPE, uint64 = conditions[i].conditionValue.uint64 }
                    : new()
                    {
                        type = Fwpuclnt.FWP_UINT32,
                        uint64 = ((FWP_V4_ADDR_AND_MASK*)conditions[i].conditionValue.uint64)->addr
                    };
                Assert.True(Is(filter, conditions, filter));
                Assert.False(Is(filter, conditions,
                    filter with { Conditions = filter.Conditions.SetItem(i, Changed(filter.Conditions[i])) }),
                    address.ToString());
            }
        }
    }

    private static FilterCondition Changed(FilterCondition condition) => condition with
    {
        Value = condition.Value switch
        {
            FilterValue.Number n => new FilterValue.Number(n.Value + 1),
            FilterValue.Range r => new FilterValue.Range(r.Low + 1, r.High),
            FilterValue.Descriptor d =>
                new FilterValue.Descriptor(d.Sddl.Replace("S-1-5-21-1-2-3-100", "S-1-5-21-1-2-3-200",
                    StringComparison.Ordinal).Replace("S-1-5-80-", "S-1-5-80-1-", StringComparison.Ordinal)),
            FilterValue.Address a => new FilterValue.Address(Next(a.Network)),
            FilterValue.Uuid => new FilterValue.Uuid(Guid.NewGuid()),
            _ => throw new NotSupportedException(),
        },
    };

    private static IPNetwork Next(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[(network.PrefixLength - 1) / 8] ^= (byte)(0x80 >> ((network.PrefixLength - 1) % 8));
        return new(new IPAddress(bytes), network.PrefixLength);
    }

    private static bool IsGiven(Filter given, Filter wanted)
    {
        using var memory = new FilterMemory();
        return Is(given, memory.Of(given), wanted);
    }

    private static bool Is(Filter given, FWPM_FILTER_CONDITION0* conditions, Filter wanted)
    {
        var weight = given.Weight;
        return Is(given, conditions, wanted, new() { type = Fwpuclnt.FWP_UINT64, uint64 = (ulong)&weight });
    }

    private static bool Is(Filter given, FWPM_FILTER_CONDITION0* conditions, Filter wanted, FWP_VALUE0 weight)
    {
        var found = new FWPM_FILTER0
        {
            layerKey = FilterKeys.Of(given.Layer), subLayerKey = given.Sublayer, flags = (uint)given.Flags,
            action = new() { type = PlatformFilter.ActionOf(given) }, weight = weight,
            numFilterConditions = (uint)given.Conditions.Length, filterCondition = conditions,
        };
        return PlatformFilter.Is(&found, wanted);
    }
}
