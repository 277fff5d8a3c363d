using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel.Filtering;

namespace Pinfold.Windows.Native;

/// <content>What there is, a page at a time, of the moment at which the list was begun. Asks for FWPM_ACTRL_ENUM, which users do not have.</content>
internal static unsafe partial class Fwpuclnt
{
    internal const uint FWP_FILTER_ENUM_OVERLAPPING = 1, FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME = 8;

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmSubLayerCreateEnumHandle0(FilterEngineHandle engine, void* template, nint* list);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmSubLayerEnum0(FilterEngineHandle engine, nint list, uint wanted, FWPM_SUBLAYER0*** entries, uint* returned);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmSubLayerDestroyEnumHandle0(FilterEngineHandle engine, nint list);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterCreateEnumHandle0(FilterEngineHandle engine, FWPM_FILTER_ENUM_TEMPLATE0* template, nint* list);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterEnum0(FilterEngineHandle engine, nint list, uint wanted, FWPM_FILTER0*** entries, uint* returned);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterDestroyEnumHandle0(FilterEngineHandle engine, nint list);

    /// <summary>Every sublayer that the caller may read.</summary>
    internal static List<Sublayer> Sublayers(FilterEngineHandle engine)
    {
        var found = new List<Sublayer>();
        nint list = 0;
        NativeException.CheckCode(FwpmSubLayerCreateEnumHandle0(engine, null, &list), nameof(FwpmSubLayerCreateEnumHandle0));
        try
        {
            for (uint wanted = 64, returned = wanted; returned == wanted;)
            {
                FWPM_SUBLAYER0** entries = null;
                NativeException.CheckCode(FwpmSubLayerEnum0(engine, list, wanted, &entries, &returned), nameof(FwpmSubLayerEnum0));
                for (var i = 0; i < returned; i++) found.Add(new(entries[i]->subLayerKey, new string(entries[i]->displayData.name), entries[i]->weight));
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
        var template = new FWPM_FILTER_ENUM_TEMPLATE0
        {
            layerKey = layer, enumType = FWP_FILTER_ENUM_OVERLAPPING, flags = FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME, actionMask = uint.MaxValue, // whatever they do
        };
        nint list = 0;
        NativeException.CheckCode(FwpmFilterCreateEnumHandle0(engine, &template, &list), nameof(FwpmFilterCreateEnumHandle0));
        try
        {
            for (uint wanted = 256, returned = wanted; returned == wanted;)
            {
                FWPM_FILTER0** entries = null;
                NativeException.CheckCode(FwpmFilterEnum0(engine, list, wanted, &entries, &returned), nameof(FwpmFilterEnum0));
                for (var i = 0; i < returned; i++) used.Add(entries[i]->subLayerKey);
                FwpmFreeMemory0((void**)&entries);
            }
        }
        finally
        {
            _ = FwpmFilterDestroyEnumHandle0(engine, list);
        }

        return used;
    }
}
