using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FWP_BYTE_BLOB (fwptypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWP_BYTE_BLOB
{
    internal uint size;
    internal byte* data;
}
