using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWPM_FILTER_CONDITION0 (fwpmtypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_FILTER_CONDITION0
{
    internal Guid fieldKey;
    internal uint matchType;
    internal FWP_CONDITION_VALUE0 conditionValue;
}
