using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Network;
using Xunit;

namespace Pinfold.Windows.Tests.Network;

/// <summary>
/// Level of evidence: model. What the platform does with filters for the start of the system after one is not
/// documented; each possibility is gone through.
/// </summary>
public sealed class FilterPlatformTests
{
    private static readonly Sid Domain = Sid.Parse("S-1-5-21-1-2-3");

    private static readonly FilterTable Table = Of(NetworkMode.Online, 5173);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void After_a_start_of_the_system_the_table_holds_and_the_broker_puts_it_there_once_where_it_cannot_be_seen(
        bool showsBoot, bool takesBootAgain)
    {
        var store = new ModelFilterStore(showsBoot, takesBootAgain);
        Assert.False(FilterPlatform.IsIntact(store, Table, showsBoot: false));
        FilterPlatform.Install(store, Table);
        Assert.True(FilterPlatform.IsIntact(store, Table, showsBoot: true));
        for (var starts = 0; starts < 3; starts++)
        {
            store.Restart();
            Assert.True(FilterPlatform.IsIntact(store, Table, showsBoot: false)); // setup and doctor
            Assert.Equal(showsBoot, FilterPlatform.IsIntact(store, Table, showsBoot: true)); // the broker, once
            FilterPlatform.Install(store, Table);
            Assert.True(FilterPlatform.IsIntact(store, Table, showsBoot: false));
            Assert.Equal(Table.Filters.Length, store.There.Count);
        }
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, false, true)]
    [InlineData(false, false, false)]
    public void Nothing_stays_of_a_table_that_is_taken_away_or_what_stays_is_named(bool showsBoot,
        bool takesBootAgain, bool hasStarted)
    {
        var store = new ModelFilterStore(showsBoot, takesBootAgain);
        FilterPlatform.Install(store, Table);
        if (hasStarted) store.Restart();
        // the accounts may be gone: keys do not depend on them
        var stays = FilterPlatform.Remove(store, Of(NetworkMode.Online, 5173, Domain.Child(9)));
        var mayStay = hasStarted && !showsBoot && !takesBootAgain;
        var boot = Table.Filters.Count(f => f.Flags == FilterFlags.BootTime);
        Assert.Equal(mayStay ? boot : 0, store.There.Count);
        if (mayStay)
        {
            Assert.StartsWith($"{boot} filters for the start of the system stay", stays, StringComparison.Ordinal);
            return;
        }

        Assert.Null(stays);
        Assert.Null(store.Sublayer);
        Assert.Null(FilterPlatform.Remove(store, Table)); // again: there is nothing
        Assert.Empty(store.There);
    }

    [Fact]
    public void A_filter_that_is_missing_changed_or_too_many_is_seen_and_put_right()
    {
        var store = new ModelFilterStore(showsBoot: true, takesBootAgain: true);
        foreach (var filter in Table.Filters)
        {
            Spoiled(() => store.There.Remove(filter.Key));
            Spoiled(() => store.There[filter.Key] = filter with { Weight = filter.Weight + 1 });
        }

        Spoiled(() => store.There[Extra] = Table.Filters[0] with
            { Key = Extra, Name = "a filter more", Action = FilterAction.Permit });

        void Spoiled(Action how)
        {
            FilterPlatform.Install(store, Table);
            Assert.True(FilterPlatform.IsIntact(store, Table, showsBoot: true));
            how();
            Assert.False(FilterPlatform.IsIntact(store, Table, showsBoot: false));
            FilterPlatform.Install(store, Table);
            Assert.True(FilterPlatform.IsIntact(store, Table, showsBoot: true));
        }
    }

    /// <summary>Ports and modes have keys of their own.</summary>
    [Fact]
    public void Nothing_of_an_earlier_table_stays_in_another_ones_place()
    {
        var store = new ModelFilterStore(showsBoot: true, takesBootAgain: true);
        foreach (var table in (FilterTable[])[Of(NetworkMode.Online, 5173),
            Of(NetworkMode.Offline, 8080), Of(NetworkMode.Allowlist, 80), Of(NetworkMode.Online, 80)])
        {
            FilterPlatform.Install(store, table);
            Assert.True(FilterPlatform.IsIntact(store, table, showsBoot: true));
            Assert.Equal(table.Filters.Select(f => f.Key).Order(), store.There.Keys.Order());
        }
    }

    [Fact]
    public void A_sublayer_of_another_weight_is_seen()
    {
        var store = new ModelFilterStore(showsBoot: true, takesBootAgain: true);
        store.InTransaction(() => store.Add(Table.Sublayer with { Weight = 1 }));
        store.InTransaction(() => Assert.All(Table.Filters, f => Assert.True(store.Add(f))));
        Assert.False(FilterPlatform.IsIntact(store, Table, showsBoot: false));
        FilterPlatform.Install(store, Table);
        Assert.True(FilterPlatform.IsIntact(store, Table, showsBoot: true));
    }

    private static readonly Guid Extra = Guid.Parse("00000000-0000-0000-0000-000000000001");

    private static FilterTable Of(NetworkMode most, ushort port, Sid? account = null) =>
        FilterTable.For(SandboxAccount.Offline("a", account ?? Domain.Child(1001)),
            SandboxAccount.Online("b", account ?? Domain.Child(1002)), 47128, [port], most);
}
