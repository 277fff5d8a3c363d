using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>
/// struct FILE_RENAME_INFO (winbase.h), which is also what NtSetInformationFile takes; its name goes on behind it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FILE_RENAME_INFO
{
    internal uint Flags;
    internal nint RootDirectory;
    internal uint FileNameLength;
    internal fixed ushort FileName[1];
}
