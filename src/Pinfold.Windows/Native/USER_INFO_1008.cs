using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct USER_INFO_1008 (lmaccess.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct USER_INFO_1008
{
    internal uint usri1008_flags;
}
