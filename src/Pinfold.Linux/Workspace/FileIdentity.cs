using System.Runtime.InteropServices;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Workspace;

/// <summary>Which file it is, and in which state: what is equal has not been written in between (inode(7)).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Inode, long Change, long Size)
{
    internal static unsafe FileIdentity Of(Descriptor file)
    {
        StatxBuffer stat;
        fixed (byte* empty = "\0"u8)
            LinuxException.Check(Libc.Statx(file.Number, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat),
                "statx", "a note about a workspace");
        return new(stat.Inode, stat.Change.Total, (long)stat.Size);
    }
}
