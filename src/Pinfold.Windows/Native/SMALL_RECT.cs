using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SMALL_RECT (wincontypes.h): the last column and row belong to it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SMALL_RECT
{
    internal short Left;
    internal short Top;
    internal short Right;
    internal short Bottom;
}
