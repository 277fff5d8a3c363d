using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Host;

/// <summary>What tells one state of a file from another without reading it: its identity, size and times.</summary>
internal static unsafe class FileStamp
{
    /// <summary>Null when it cannot be looked at.</summary>
    internal static string? Of(string path)
    {
        StatxBuffer stat;
        fixed (byte* name = OsText.Encode(path + "\0"))
            if (Libc.Statx(Libc.AT_FDCWD, name, 0, Libc.STATX_BASIC_STATS, &stat) < 0) return null;
        return $"{stat.DevMajor}:{stat.DevMinor} {stat.Inode} {stat.Size} "
            + $"{stat.Modify.Seconds}.{stat.Modify.Nanoseconds} {stat.Change.Seconds}.{stat.Change.Nanoseconds}";
    }
}
