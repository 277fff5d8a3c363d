using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel.Filtering;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

public sealed class FilterTableTests
{
    private static readonly FilterTable Table = Networks.Table;

    [Fact]
    public void The_table_is_approved_text() =>
        Approved.Verify(string.Join('\n', Table.Filters.Select(f => $"{f.Key} {f.Name}\n    {f}")), "table");

    [Fact]
    public void Each_filter_has_a_key_of_its_own_which_never_changes()
    {
        Assert.Equal(Table.Filters.Length, Table.Filters.Select(f => f.Key).Distinct().Count());
        Assert.Equal(Table.Filters.Select(f => f.Key), FilterTable.For(Networks.Offline, Networks.Online,
            Networks.Proxy, [Networks.Port], NetworkMode.Online).Filters.Select(f => f.Key));
        Assert.All(Table.Filters, f => Assert.Equal(5, f.Key.Version));
    }

    [Fact]
    public void Conditions_ask_for_what_their_layer_knows() => Assert.All(Table.Filters, f =>
        Assert.All(f.Conditions, c => Assert.Contains(c.Field, FilterKeys.FieldsOf(f.Layer))));

    [Fact]
    public void Each_filter_asks_for_an_account() => Assert.All(Table.Filters, f =>
        Assert.Single(f.Conditions,
            c => c.Field == (f.Layer == FilterLayer.RpcCall ? FilterField.Caller : FilterField.User)
                && c.Value is FilterValue.Descriptor));

    /// <summary>FWPM_FILTER0: a filter cannot be both. At boot there is no layer of user mode.</summary>
    [Fact]
    public void What_blocks_does_so_at_boot_and_afterwards_and_what_permits_only_afterwards()
    {
        Assert.All(Table.Filters,
            f => Assert.Contains(f.Flags, (FilterFlags[])[FilterFlags.Persistent, FilterFlags.BootTime]));
        var (boot, later) = (Table.Filters.Where(f => f.Flags == FilterFlags.BootTime).ToArray(),
            Table.Filters.Where(f => f.Flags == FilterFlags.Persistent).ToArray());
        Assert.Equal(later.Where(f => f.Action == FilterAction.Block && f.Layer != FilterLayer.RpcCall)
            .Select(f => f.ToString().Replace("Persistent", "", StringComparison.Ordinal)),
            boot.Select(f => f.ToString().Replace("BootTime", "", StringComparison.Ordinal)), StringComparer.Ordinal);
    }

    [Fact]
    public void Its_permits_are_soft_so_that_another_firewall_can_still_block() =>
        Assert.All(Table.Filters.Where(f => f.Action == FilterAction.Permit), f => Assert.False(f.IsHard));

    [Fact]
    public void Other_sublayers_count_when_they_have_the_highest_weight_and_a_filter_at_its_layers()
    {
        Sublayer[] there =
        [
            Table.Sublayer, new(Guid.NewGuid(), "unused", ushort.MaxValue),
            new(Guid.NewGuid(), "lower", ushort.MaxValue - 1),
            new(Guid.NewGuid(), "Other VPN", ushort.MaxValue), new(Guid.Empty, "", ushort.MaxValue),
        ];
        var used = there.Where(s => s.Name != "unused").Select(s => s.Key).ToHashSet();
        Assert.Equal([there[4].Key.ToString(), "Other VPN"], FilterTable.EqualTo(Table.Sublayer.Key, there, _ => used));
        Assert.Empty(FilterTable.EqualTo(Table.Sublayer.Key, [Table.Sublayer], _ => used));
        foreach (var layer in Table.Filters.Select(f => f.Layer).Distinct())
            Assert.Equal(layer == FilterLayer.RpcCall ? 0 : 2,
                FilterTable.EqualTo(Table.Sublayer.Key, there, l => l == layer ? used : []).Length);
    }

    [Fact]
    public void Filters_are_looked_through_only_while_a_sublayer_of_the_highest_weight_is_not_known_to_have_one()
    {
        Sublayer other = new(Guid.NewGuid(), "other", ushort.MaxValue), lower = new(Guid.NewGuid(), "lower", 5);
        Assert.Empty(Asked([Table.Sublayer, lower], []));
        Assert.Equal([FilterLayer.AssignV4, FilterLayer.AssignV6, FilterLayer.ListenV4],
            Asked([Table.Sublayer, lower, other], new() { [FilterLayer.ListenV4] = other.Key }));
        Assert.Equal(8, Asked([other], []).Length);

        static FilterLayer[] Asked(Sublayer[] there, Dictionary<FilterLayer, Guid> used)
        {
            List<FilterLayer> asked = [];
            FilterTable.EqualTo(Table.Sublayer.Key, there, layer =>
            {
                asked.Add(layer);
                return used.TryGetValue(layer, out var key) ? new HashSet<Guid> { key } : [];
            });
            return [.. asked];
        }
    }

    [Fact]
    public void Its_sublayer_has_the_highest_weight_there_is() => Assert.Equal(ushort.MaxValue, Table.Sublayer.Weight);
}
