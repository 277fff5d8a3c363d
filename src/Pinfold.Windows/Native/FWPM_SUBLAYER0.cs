using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWPM_SUBLAYER0 (fwpmtypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_SUBLAYER0
{
    internal Guid subLayerKey;
    internal FWPM_DISPLAY_DATA0 displayData;
    internal ushort flags;
    internal Guid* providerKey;
    internal FWP_BYTE_BLOB providerData;
    internal ushort weight;
}
