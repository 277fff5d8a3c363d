using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct POINT (windef.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct POINT
{
    internal int x;
    internal int y;
}
