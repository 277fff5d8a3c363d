using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWPM_FILTER0 (fwpmtypes.h), on 64 bits.</summary>
[StructLayout(LayoutKind.Explicit, Size = 200)]
internal unsafe struct FWPM_FILTER0
{
    [FieldOffset(0)] internal Guid filterKey;
    [FieldOffset(16)] internal FWPM_DISPLAY_DATA0 displayData;
    [FieldOffset(32)] internal uint flags;
    [FieldOffset(40)] internal Guid* providerKey;
    [FieldOffset(48)] internal FWP_BYTE_BLOB providerData;
    [FieldOffset(64)] internal Guid layerKey;
    [FieldOffset(80)] internal Guid subLayerKey;
    [FieldOffset(96)] internal FWP_VALUE0 weight;
    [FieldOffset(112)] internal uint numFilterConditions;
    [FieldOffset(120)] internal FWPM_FILTER_CONDITION0* filterCondition;
    [FieldOffset(128)] internal FWPM_ACTION0 action;
    [FieldOffset(152)] internal ulong rawContext;
    [FieldOffset(152)] internal Guid providerContextKey;
    [FieldOffset(168)] internal Guid* reserved;
    [FieldOffset(176)] internal ulong filterId;
    [FieldOffset(184)] internal FWP_VALUE0 effectiveWeight;
}
