using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWP_RANGE0 (fwptypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWP_RANGE0
{
    internal FWP_VALUE0 valueLow, valueHigh;
}
