using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>struct statvfs of x86-64 glibc (statvfs(3)), 112 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 112)]
internal struct StatVfsBuffer
{
    internal const ulong ReadOnly = 1;
    internal ulong BlockSize, FragmentSize, Blocks, Free, Available,
        Files, FilesFree, FilesAvailable, FileSystemId, Flags, NameMax;
}
