using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>
/// libc: what the command line needs besides. Prototypes from the man pages of the same names, x86-64 glibc.
/// </summary>
internal static unsafe partial class Libc
{

    /// <summary>
    /// 64 bits of the kernel's generator (getrandom(2)); the framework's own would load OpenSSL first.
    /// </summary>
    internal static ulong Random()
    {
        ulong value;
        var got = LinuxException.Check(GetRandom(&value, sizeof(ulong), 0), "getrandom");
        // up to 256 bytes come whole
        return got == sizeof(ulong) ? value : throw new System.Diagnostics.UnreachableException();
    }

    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    private static partial nint GetRandom(void* buffer, nint count, uint flags);

    [LibraryImport("libc", EntryPoint = "getcwd", SetLastError = true)]
    internal static partial byte* GetCwd(byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "getpid")]
    internal static partial int GetPid();

    [LibraryImport("libc", EntryPoint = "isatty", SetLastError = true)]
    internal static partial int IsATty(int fd);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    internal static partial int RenameAt(int fromFolder, byte* from, int toFolder, byte* to);
}
