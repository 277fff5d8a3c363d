using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWPM_PROVIDER0 (fwpmtypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_PROVIDER0
{
    internal Guid providerKey;
    internal FWPM_DISPLAY_DATA0 displayData;
    internal uint flags;
    internal FWP_BYTE_BLOB providerData;
    internal char* serviceName;
}
