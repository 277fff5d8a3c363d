using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct LUID (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LUID
{
    internal uint LowPart;
    internal int HighPart;
}
