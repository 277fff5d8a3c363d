using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct KEYBDINPUT (winuser.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KEYBDINPUT
{
    internal ushort wVk;
    internal ushort wScan;
    internal uint dwFlags;
    internal uint time;
    internal nuint dwExtraInfo;
}
