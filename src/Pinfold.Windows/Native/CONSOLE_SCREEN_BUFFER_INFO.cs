using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct CONSOLE_SCREEN_BUFFER_INFO (consoleapi2.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CONSOLE_SCREEN_BUFFER_INFO
{
    internal COORD dwSize;
    internal COORD dwCursorPosition;
    internal ushort wAttributes;
    internal SMALL_RECT srWindow;
    internal COORD dwMaximumWindowSize;
}
