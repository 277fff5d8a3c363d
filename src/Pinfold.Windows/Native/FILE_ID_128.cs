using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FILE_ID_128 (winnt.h): 16 bytes, all of them on ReFS, the first 8 on NTFS.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FILE_ID_128
{
    internal fixed byte Identifier[16];
}
