using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FILE_ID_DESCRIPTOR (winbase.h), its union as FileId.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct FILE_ID_DESCRIPTOR
{
    [FieldOffset(0)]
    internal uint dwSize;

    [FieldOffset(4)]
    internal int Type;

    [FieldOffset(8)]
    internal long FileId;
}
