using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FILE_ID_INFO (winbase.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FILE_ID_INFO
{
    internal ulong VolumeSerialNumber;
    internal FILE_ID_128 FileId;
}
