using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWPM_DISPLAY_DATA0 (fwpmtypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_DISPLAY_DATA0
{
    internal char* name, description;
}
