using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWP_CONDITION_VALUE0 (fwptypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWP_CONDITION_VALUE0
{
    internal uint type;
    internal ulong uint64;
}
