using System.Collections.Immutable;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Network;

/// <summary>The filter table in the Windows Filtering Platform. Never tried on Windows itself yet: Wine has no such platform.</summary>
internal static unsafe class FilterPlatform
{
    private const uint ProviderPersistent = 1; // FWPM_PROVIDER_FLAG_PERSISTENT, FWPM_SUBLAYER_FLAG_PERSISTENT (fwpmtypes.h of the Windows SDK)

    /// <summary>Puts the table there, in place of an earlier one, in one transaction.</summary>
    internal static void Install(FilterTable table)
    {
        using var engine = Fwpuclnt.Open();
        Fwpuclnt.InTransaction(engine, () =>
        {
            Clear(engine, table);
            Name("Pinfold", display =>
            {
                Fwpuclnt.Add(engine, new FWPM_PROVIDER0 { providerKey = FilterTable.Provider, displayData = *display, flags = ProviderPersistent });
                var provider = FilterTable.Provider;
                Fwpuclnt.Add(engine, new FWPM_SUBLAYER0
                {
                    subLayerKey = table.Sublayer.Key, displayData = *display, flags = (ushort)ProviderPersistent, providerKey = &provider, weight = table.Sublayer.Weight,
                });
            });
            foreach (var filter in table.Filters) Add(engine, filter);
        });
    }

    /// <summary>Takes the table away, in one transaction.</summary>
    internal static void Remove(FilterTable table)
    {
        using var engine = Fwpuclnt.Open();
        Fwpuclnt.InTransaction(engine, () => Clear(engine, table));
    }

    /// <summary>True when each filter is there as the table has it. An account that was removed and made again has another SID, and so other filters.</summary>
    internal static bool IsIntact(FilterTable table)
    {
        using var engine = Fwpuclnt.Open();
        return table.Filters.All(filter =>
        {
            var same = false;
            return Fwpuclnt.Find(engine, filter.Key, f => same = PlatformFilter.Is(f, filter)) && same;
        });
    }

    /// <summary>Names of other programs' sublayers that may be asked before the table's. Asks for an administrator's rights.</summary>
    /// <exception cref="NativeException">They cannot be listed.</exception>
    internal static ImmutableArray<string> EqualSublayers(Guid sublayer)
    {
        using var engine = Fwpuclnt.Open();
        return FilterTable.EqualTo(sublayer, Fwpuclnt.Sublayers(engine), layer => Fwpuclnt.SublayersUsed(engine, FilterKeys.Of(layer)));
    }

    /// <summary>The names of those filters of the table that are there, whatever they say.</summary>
    internal static string[] Found(FilterTable table)
    {
        using var engine = Fwpuclnt.Open();
        return [.. table.Filters.Where(f => Fwpuclnt.Find(engine, f.Key, _ => { })).Select(f => f.Name)];
    }

    /// <summary>Filters before the sublayer, and that before the provider: what is referred to cannot go.</summary>
    private static void Clear(FilterEngineHandle engine, FilterTable table)
    {
        foreach (var filter in table.Filters) Gone(Fwpuclnt.RemoveFilter(engine, filter.Key), filter.Name);
        Gone(Fwpuclnt.RemoveSublayer(engine, table.Sublayer.Key), "the sublayer");
        Gone(Fwpuclnt.RemoveProvider(engine, FilterTable.Provider), "the provider");
    }

    private static void Gone(int code, string name)
    {
        if (!Fwpuclnt.IsNotFound(code)) NativeException.CheckCode(code, "FwpmDeleteByKey0", name);
    }

    private static void Add(FilterEngineHandle engine, Filter filter)
    {
        using var values = new FilterMemory();
        var conditions = values.Of(filter);
        var weight = filter.Weight;
        var provider = FilterTable.Provider;
        fixed (char* name = filter.Name)
        {
            var made = new FWPM_FILTER0
            {
                filterKey = filter.Key, displayData = new() { name = name }, flags = (uint)filter.Flags, providerKey = &provider, layerKey = FilterKeys.Of(filter.Layer),
                subLayerKey = filter.Sublayer, weight = new() { type = Fwpuclnt.FWP_UINT64, uint64 = (ulong)&weight }, numFilterConditions = (uint)filter.Conditions.Length,
                filterCondition = conditions, action = new() { type = PlatformFilter.ActionOf(filter) },
            };
            Fwpuclnt.Add(engine, made, filter.Name);
        }
    }

    private static void Name(string name, DisplayUser use)
    {
        fixed (char* text = name)
        {
            var display = new FWPM_DISPLAY_DATA0 { name = text };
            use(&display);
        }
    }

    private delegate void DisplayUser(FWPM_DISPLAY_DATA0* display);
}
