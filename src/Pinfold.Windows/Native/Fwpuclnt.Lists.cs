using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel.Filtering;

namespace Pinfold.Windows.Native;

/// <content>
/// What there is, a page at a time, of the moment at which the list was begun. Asks for FWPM_ACTRL_ENUM, which users do
/// not have.
/// </content>
internal static unsafe partial class Fwpuclnt
{
    internal const uint FWP_FILTER_ENUM_OVERLAPPING = 1,
        FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME = 8, FWP_FILTER_ENUM_FLAG_INCLUDE_DISABLED = 16;

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmSubLayerCreateEnumHandle0(FilterEngineHandle engine, void* template, nint* list);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmSubLayerEnum0(FilterEngineHandle engine, nint list, uint wanted,
        FWPM_SUBLAYER0*** entries, uint* returned);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmSubLayerDestroyEnumHandle0(FilterEngineHandle engine, nint list);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterCreateEnumHandle0(FilterEngineHandle engine,
        FWPM_FILTER_ENUM_TEMPLATE0* template, nint* list);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterEnum0(FilterEngineHandle engine, nint list, uint wanted,
        FWPM_FILTER0*** entries, uint* returned);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterDestroyEnumHandle0(FilterEngineHandle engine, nint list);

    /// <summary>Every sublayer that the caller may read.</summary>
    internal static List<Sublayer> Sublayers(FilterEngineHandle engine)
    {
        var found = new List<Sublayer>();
        nint list = 0;
        NativeException.CheckCode(FwpmSubLayerCreateEnumHandle0(engine, null, &list),
            nameof(FwpmSubLayerCreateEnumHandle0));
        try
        {
            for (uint wanted = 64, returned = wanted; returned == wanted;)
            {
                FWPM_SUBLAYER0** entries = null;
                NativeException.CheckCode(FwpmSubLayerEnum0(engine, list, wanted, &entries, &returned),
                    nameof(FwpmSubLayerEnum0));
                for (var i = 0; i < returned; i++)
                    found.Add(
                        new(entries[i]->subLayerKey, new string(entries[i]->displayData.name), entries[i]->weight));
                FwpmFreeMemory0((void**)&entries);
            }
        }
        finally
        {
            _ = FwpmSubLayerDestroyEnumHandle0(engine, list);
        }

        return found;
    }

    /// <summary>The sublayers of a layer's filters, those at boot included.</summary>
    internal static HashSet<Guid> SublayersUsed(FilterEngineHandle engine, Guid layer)
    {
        var used = new HashSet<Guid>();
        Each(engine, layer, null, FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME, f => used.Add(f->subLayerKey));
        return used;
    }

    /// <summary>
    /// A provider's filters at a layer, those at boot and those that the platform has disabled included.
    /// <paramref name="look"/> runs while a filter's memory is there.
    /// </summary>
    internal static void Each(FilterEngineHandle engine, Guid layer, Guid provider, FilterReader look) =>
        Each(engine, layer, &provider,
            FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME | FWP_FILTER_ENUM_FLAG_INCLUDE_DISABLED, look);

    private static void Each(FilterEngineHandle engine, Guid layer, Guid* provider, uint flags, FilterReader look)
    {
        var template = new FWPM_FILTER_ENUM_TEMPLATE0
        {
            // whatever they do
            providerKey = provider, layerKey = layer,
            enumType = FWP_FILTER_ENUM_OVERLAPPING, flags = flags, actionMask = uint.MaxValue,
        };
        nint list = 0;
        NativeException.CheckCode(FwpmFilterCreateEnumHandle0(engine, &template, &list),
            nameof(FwpmFilterCreateEnumHandle0));
        try
        {
            for (uint wanted = 256, returned = wanted; returned == wanted;)
            {
                FWPM_FILTER0** entries = null;
                NativeException.CheckCode(FwpmFilterEnum0(engine, list, wanted, &entries, &returned),
                    nameof(FwpmFilterEnum0));
                for (var i = 0; i < returned; i++) look(entries[i]);
                FwpmFreeMemory0((void**)&entries);
            }
        }
        finally
        {
            _ = FwpmFilterDestroyEnumHandle0(engine, list);
        }
    }
}
