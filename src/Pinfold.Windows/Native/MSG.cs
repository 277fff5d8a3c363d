using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct MSG (winuser.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MSG
{
    internal nint hwnd;
    internal uint message;
    internal nuint wParam;
    internal nint lParam;
    internal uint time;
    internal POINT pt;
}
