using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWPM_ACTION0 (fwpmtypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_ACTION0
{
    internal uint type;
    internal Guid filterType;
}
