using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct KEY_EVENT_RECORD (wincontypes.h), its union as UTF-16.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KEY_EVENT_RECORD
{
    internal int bKeyDown;
    internal ushort wRepeatCount;
    internal ushort wVirtualKeyCode;
    internal ushort wVirtualScanCode;
    internal ushort uChar;
    internal uint dwControlKeyState;
}
