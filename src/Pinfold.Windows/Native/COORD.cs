using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct COORD (wincontypes.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct COORD
{
    internal short X;
    internal short Y;
}
