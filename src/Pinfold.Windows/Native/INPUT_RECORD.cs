using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct INPUT_RECORD (wincontypes.h), its union as a KEY_EVENT_RECORD.</summary>
[StructLayout(LayoutKind.Explicit, Size = 20)]
internal struct INPUT_RECORD
{
    [FieldOffset(0)]
    internal ushort EventType;

    [FieldOffset(4)]
    internal KEY_EVENT_RECORD Event;
}
