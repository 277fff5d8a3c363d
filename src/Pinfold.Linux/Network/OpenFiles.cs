using Pinfold.Linux.Native;

namespace Pinfold.Linux.Network;

/// <summary>How many files this process may have open.</summary>
public static unsafe class OpenFiles
{
    private const nint SysPrlimit64 = 302, RLIMIT_NOFILE = 7;

    /// <summary>
    /// As many as the user lets it (getrlimit(2)): the usual 1,024 are the half of what some hundred tunnels need. To
    /// be called once the command runs, which keeps the limit that it was given; the broker gives the old one to its
    /// commands.
    /// </summary>
    /// <returns>The limit before.</returns>
    public static ulong AllowAll()
    {
        var limit = stackalloc ulong[2];
        if (Libc.Syscall(SysPrlimit64, 0, RLIMIT_NOFILE, 0, (nint)limit) < 0) return ulong.MaxValue;
        var before = limit[0];
        limit[0] = limit[1];
        _ = Libc.Syscall(SysPrlimit64, 0, RLIMIT_NOFILE, (nint)limit, 0); // where it cannot be, there is what there is
        return before;
    }
}
