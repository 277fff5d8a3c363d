using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FILE_ID_BOTH_DIR_INFO (winbase.h): one entry of a folder; its name goes on behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FILE_ID_BOTH_DIR_INFO
{
    internal uint NextEntryOffset;
    internal uint FileIndex;
    internal long CreationTime;
    internal long LastAccessTime;
    internal long LastWriteTime;
    internal long ChangeTime;
    internal long EndOfFile;
    internal long AllocationSize;
    internal uint FileAttributes;
    internal uint FileNameLength;
    internal uint EaSize;
    internal sbyte ShortNameLength;
    internal fixed ushort ShortName[12];
    internal long FileId;
    internal fixed ushort FileName[1];
}
