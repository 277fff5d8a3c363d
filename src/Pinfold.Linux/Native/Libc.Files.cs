using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>libc: files by descriptor. Prototypes from the man pages, x86-64 glibc.</summary>
internal static unsafe partial class Libc
{
    internal const int AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000, AT_REMOVEDIR = 0x200;
    internal const int O_PATH = 0x200000, O_NOFOLLOW = 0x20000, O_DIRECTORY = 0x10000;
    internal const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2,
        O_CREAT = 0x40, O_EXCL = 0x80, O_APPEND = 0x400, O_NONBLOCK = 0x800;
    internal const nint SYS_getdents64 = 217, SYS_open_tree = 428, SYS_openat2 = 437;
    internal const ulong RESOLVE_NO_XDEV = 1, RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8;
    internal const int CLOCK_REALTIME_COARSE = 5, CLOCK_BOOTTIME = 7, RENAME_NOREPLACE = 1, LOCK_EX = 2, LOCK_NB = 4;
    internal const uint STATX_BASIC_STATS = 0x7ff, STATX_BTIME = 0x800,
        STATX_MNT_ID = 0x1000, STATX_INO = 0x100, STATX_CTIME = 0x80;
    internal const int CLONE_FILES = 0x400;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    internal static partial int Open(byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true)]
    internal static partial int Access(byte* path, int mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(int folder, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    internal static partial int Statx(int folder, byte* path, int flags, uint mask, StatxBuffer* buffer);

    /// <summary>Where only success counts, a hundred thousand times: without errno.</summary>
    [LibraryImport("libc", EntryPoint = "statx")]
    internal static partial int StatxOnly(int folder, byte* path, int flags, uint mask, StatxBuffer* buffer);

    /// <summary>
    /// sched_getaffinity(2): <paramref name="set"/> is a bit for each processor that the calling thread (0) may run on.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    internal static partial int GetAffinity(int thread, nint bytes, ulong* set);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    internal static partial int SetAffinity(int thread, nint bytes, ulong* set);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int UnlinkAt(int folder, byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(int fd, int operation);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true)]
    internal static partial byte* RealPath(byte* path, byte* resolved);

    [LibraryImport("libc", EntryPoint = "fstatvfs", SetLastError = true)]
    internal static partial int FstatVfs(int fd, StatVfsBuffer* buffer);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Syscall(nint number, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    internal static partial int RenameAt2(int fromFolder, byte* from, int toFolder, byte* to, uint flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    internal static partial int MkdirAt(int folder, byte* path, uint mode);

    [LibraryImport("libc", EntryPoint = "mkfifoat", SetLastError = true)]
    internal static partial int MkfifoAt(int folder, byte* path, uint mode);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    internal static partial int LinkAt(int fromFolder, byte* from, int toFolder, byte* to, int flags);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    internal static partial int SymlinkAt(byte* target, int folder, byte* path);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    internal static partial nint ReadLinkAt(int folder, byte* path, byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int Fchmod(int fd, uint mode);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true)]
    internal static partial int FchmodAt(int folder, byte* path, uint mode, int flags);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    internal static partial int UtimensAt(int folder, byte* path, TimeSpec* times, int flags);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    internal static partial int ClockGetTime(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int FstatFs(int fd, StatFsBuffer* buffer);
}
