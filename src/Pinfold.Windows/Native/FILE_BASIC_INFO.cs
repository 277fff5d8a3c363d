using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FILE_BASIC_INFO (winbase.h); a time that is 0 stays as it is.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FILE_BASIC_INFO
{
    internal long CreationTime;
    internal long LastAccessTime;
    internal long LastWriteTime;
    internal long ChangeTime;
    internal uint FileAttributes;
}
