using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Network;

/// <summary>
/// The filter table in the Windows Filtering Platform. It does right whether or not the platform shows filters for the
/// start of the system after one.
/// </summary>
internal static class FilterPlatform
{
    internal static void Install(FilterTable table)
    {
        using var store = new NativeFilters();
        Install(store, table);
    }

    internal static string? Remove(FilterTable table)
    {
        using var store = new NativeFilters();
        return Remove(store, table);
    }

    internal static bool IsIntact(FilterTable table, bool showsBoot)
    {
        using var store = new NativeFilters();
        return IsIntact(store, table, showsBoot);
    }

    /// <summary>Puts the table there, in place of an earlier one with whatever filters, in one transaction.</summary>
    internal static void Install(IFilterStore store, FilterTable table) => store.InTransaction(() =>
    {
        Clear(store, table);
        store.Remove(table.Sublayer); // one that stays is looked at by IsIntact
        store.Add(table.Sublayer);
        foreach (var filter in table.Filters)
            if (!store.Add(filter) && filter.Flags != FilterFlags.BootTime)
                throw new IOException(
                    $"the filter '{filter.Name}' ({filter.Key}) cannot be replaced: the platform finds none to remove, and has one");
    });

    /// <summary>Takes away the table and every other filter of the provider, in one transaction.</summary>
    /// <returns>What stays, or null.</returns>
    internal static string? Remove(IFilterStore store, FilterTable table)
    {
        string? stays = null;
        store.InTransaction(() =>
        {
            var shown = Clear(store, table);
            Filter[] unseen = [.. table.Filters.Where(f => f.Flags == FilterFlags.BootTime && !shown.Contains(f.Key))];
            if (unseen.Length > 0) store.Add(table.Sublayer); // filters refer to it
            // A filter that was only hidden is found once it has been added again.
            var left = unseen.Count(f => !(store.Add(f) && store.Remove(f.Key)));
            if (left > 0)
                stays = string.Create(CultureInfo.InvariantCulture,
                    $"{left} filters for the start of the system stay, which the platform does not show and does not let be removed; they name accounts that are gone, and block nobody else");
            if (!store.Remove(table.Sublayer))
                stays ??=
                    "the sublayer of the filters stays, since filters refer to it that the platform does not show";
        });
        return stays;
    }

    /// <summary>
    /// True when the provider's filters are the table's and no others, in its sublayer. An account that was removed and
    /// made again has another SID, and so other filters.
    /// </summary>
    /// <param name="store">Where they are.</param>
    /// <param name="table">What is wanted.</param>
    /// <param name="showsBoot">False where the system may have started since they were put there: then none for its
    /// start may be shown, but never some.</param>
    internal static bool IsIntact(IFilterStore store, FilterTable table, bool showsBoot)
    {
        var shown = store.Shown(table);
        if (shown.Any(s => !s.IsTables) || !store.Has(table.Sublayer)) return false;
        var keys = shown.Select(s => s.Key).ToHashSet();
        Filter[] missing = [.. table.Filters.Where(f => !keys.Contains(f.Key))];
        return missing.Length == 0
            || (!showsBoot && missing.SequenceEqual(table.Filters.Where(f => f.Flags == FilterFlags.BootTime)));
    }

    /// <summary>
    /// Names of other programs' sublayers that may be asked before the table's. Asks for an administrator's rights.
    /// </summary>
    /// <exception cref="NativeException">They cannot be listed.</exception>
    internal static ImmutableArray<string> EqualSublayers(Guid sublayer)
    {
        using var store = new NativeFilters();
        return [.. store.EqualTo(sublayer)];
    }

    /// <summary>The names of the provider's filters that are there, whatever they say.</summary>
    internal static string[] Found(FilterTable table)
    {
        using var store = new NativeFilters();
        return [.. store.Shown(table).Select(s => s.Name)];
    }

    /// <summary>Removes the filters that are shown, and those that only their key finds.</summary>
    private static HashSet<Guid> Clear(IFilterStore store, FilterTable table)
    {
        var gone = new HashSet<Guid>();
        foreach (var key in store.Shown(table).Select(s => s.Key).Concat(table.Filters.Select(f => f.Key)).Distinct())
            if (store.Remove(key)) gone.Add(key);
        return gone;
    }
}
