using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWPM_FILTER_ENUM_TEMPLATE0 (fwpmtypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_FILTER_ENUM_TEMPLATE0
{
    internal Guid* providerKey;
    internal Guid layerKey;
    internal uint enumType;
    internal uint flags;
    internal void* providerContextTemplate;
    internal uint numFilterConditions;
    internal FWPM_FILTER_CONDITION0* filterCondition;
    internal uint actionMask;
    internal Guid* calloutKey;
}
