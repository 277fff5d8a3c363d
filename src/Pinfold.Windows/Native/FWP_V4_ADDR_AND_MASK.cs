using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWP_V4_ADDR_AND_MASK (fwptypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWP_V4_ADDR_AND_MASK
{
    internal uint addr, mask;
}
