using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct INPUT (winuser.h), its union as a KEYBDINPUT.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal struct INPUT
{
    [FieldOffset(0)]
    internal uint type;

    [FieldOffset(8)]
    internal KEYBDINPUT ki;
}
