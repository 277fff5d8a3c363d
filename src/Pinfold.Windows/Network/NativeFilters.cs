using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Network;

/// <summary>
/// The Windows Filtering Platform's own store. Never tried on Windows itself yet: Wine has no such platform.
/// </summary>
internal sealed unsafe class NativeFilters : IFilterStore, IDisposable
{
    // FWPM_PROVIDER_FLAG_PERSISTENT, FWPM_SUBLAYER_FLAG_PERSISTENT (fwpmtypes.h of the Windows SDK)
    private const uint Persistent = 1;
    private readonly FilterEngineHandle _engine = Fwpuclnt.Open();

    /// <inheritdoc/>
    public void InTransaction(Action work) => Fwpuclnt.InTransaction(_engine, work);

    /// <inheritdoc/>
    public List<ShownFilter> Shown(FilterTable table)
    {
        var shown = new List<ShownFilter>();
        var wanted = table.Filters.ToDictionary(f => f.Key);
        foreach (var layer in Enum.GetValues<FilterLayer>())
            Fwpuclnt.Each(_engine, FilterKeys.Of(layer), FilterTable.Provider, Look);
        foreach (var key in wanted.Keys.Except(shown.Select(s => s.Key)).ToArray()) Fwpuclnt.Find(_engine, key, Look);
        return shown;

        void Look(FWPM_FILTER0* filter) =>
            shown.Add(new(filter->filterKey, new(filter->displayData.name),
                wanted.TryGetValue(filter->filterKey, out var own) && PlatformFilter.Is(filter, own)));
    }

    /// <inheritdoc/>
    public bool Add(Filter filter)
    {
        using var values = new FilterMemory();
        var conditions = values.Of(filter);
        var weight = filter.Weight;
        var provider = FilterTable.Provider;
        fixed (char* name = filter.Name)
        {
            return Fwpuclnt.Add(_engine, new FWPM_FILTER0
            {
                filterKey = filter.Key, displayData = new() { name = name }, flags = (uint)filter.Flags,
                providerKey = &provider, layerKey = FilterKeys.Of(filter.Layer),
                subLayerKey = filter.Sublayer, weight = new() { type = Fwpuclnt.FWP_UINT64, uint64 = (ulong)&weight },
                numFilterConditions = (uint)filter.Conditions.Length,
                filterCondition = conditions, action = new() { type = PlatformFilter.ActionOf(filter) },
            }, filter.Name);
        }
    }

    /// <inheritdoc/>
    public bool Remove(Guid filter) =>
        Is(Fwpuclnt.RemoveFilter(_engine, filter), Fwpuclnt.IsNotFound, filter.ToString());

    /// <inheritdoc/>
    public bool Has(Sublayer sublayer) =>
        Fwpuclnt.Sublayers(_engine).Any(s => s.Key == sublayer.Key && s.Weight == sublayer.Weight);

    /// <inheritdoc/>
    public void Add(Sublayer sublayer)
    {
        fixed (char* text = sublayer.Name)
        {
            var display = new FWPM_DISPLAY_DATA0 { name = text };
            var provider = FilterTable.Provider;
            Fwpuclnt.Add(_engine,
                new FWPM_PROVIDER0 { providerKey = provider, displayData = display, flags = Persistent });
            Fwpuclnt.Add(_engine, new FWPM_SUBLAYER0
            {
                subLayerKey = sublayer.Key, displayData = display,
                flags = (ushort)Persistent, providerKey = &provider, weight = sublayer.Weight
            });
        }
    }

    /// <inheritdoc/>
    public bool Remove(Sublayer sublayer)
    {
        var (first, second) = (Fwpuclnt.RemoveSublayer(_engine, sublayer.Key),
            Fwpuclnt.RemoveProvider(_engine, FilterTable.Provider));
        return Gone(first, "the sublayer") & Gone(second, "the provider");

        static bool Gone(int code, string name) => Fwpuclnt.IsNotFound(code) || Is(code, Fwpuclnt.IsInUse, name);
    }

    /// <summary>
    /// Names of other programs' sublayers that may be asked before the table's. Asks for an administrator's rights.
    /// </summary>
    internal IEnumerable<string> EqualTo(Guid sublayer) => FilterTable.EqualTo(sublayer, Fwpuclnt.Sublayers(_engine),
        layer => Fwpuclnt.SublayersUsed(_engine, FilterKeys.Of(layer)));

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    /// <summary>True when it was done, false for the one reason why it may not be; anything else is an error.</summary>
    private static bool Is(int code, Func<int, bool> mayFail, string name)
    {
        if (mayFail(code)) return false;
        NativeException.CheckCode(code, "FwpmDeleteByKey0", name);
        return true;
    }
}
