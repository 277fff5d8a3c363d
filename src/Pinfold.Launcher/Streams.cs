using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// The three descriptors that the command keeps. They were opened on the host: a folder among them would lead around
/// the mounts, an Internet socket around the network namespace, a datagram socket (sendto(2)) around the supervisor of
/// connect(2).
/// </summary>
internal static unsafe class Streams
{
    private const uint Fifo = 0x1000, Terminal = 0x2000, Block = 0x6000, Regular = 0x8000, Socket = 0xC000;

    /// <summary>What the caller had closed becomes /dev/null, so that no later descriptor takes the number.</summary>
    internal static nint OpenMissing()
    {
        for (nint fd = 0; fd < 3; fd++)
        {
            if (Sys.Call(Sys.Fcntl, fd, 1 /* F_GETFD */) >= 0) continue;
            nint opened;
            fixed (byte* nothing = "/dev/null\0"u8)
                opened = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)nothing, Sys.O_RDWR);
            if (opened != fd) return opened < 0 ? opened : -Sys.EINVAL;
        }

        return 0;
    }

    /// <summary>-1 when all are harmless, else the first that is not.</summary>
    internal static int FirstHarmful(bool offline)
    {
        for (int fd = 0; fd < 3; fd++)
        {
            Stat stat;
            fixed (byte* empty = "\0"u8)
                if (Sys.Call(Sys.Newfstatat, fd, (nint)empty, (nint)(&stat), Sys.AT_EMPTY_PATH) < 0) return fd;
            if ((Sys.Call(Sys.Fcntl, fd, 3 /* F_GETFL */) & Sys.O_PATH) != 0) return fd;
            uint kind = stat.Mode & 0xF000;
            if (kind == Socket
                ? !IsHarmless(fd, offline)
                : kind != Fifo && kind != Terminal && kind != Block && kind != Regular)
                return fd;
        }

        return -1;
    }

    /// <summary>
    /// /dev/stdout and /dev/stderr open these files a second time. Whoever may write through a descriptor can do so at
    /// any place and cut the file already (fcntl(2) takes O_APPEND away), so this adds no right; a file that Landlock
    /// knows no rule for stays refused.
    /// </summary>
    internal static void AllowToOpenAgain(nint ruleset, ulong handled)
    {
        for (int fd = 0; fd < 3; fd++)
        {
            Stat stat;
            fixed (byte* empty = "\0"u8)
                if (Sys.Call(Sys.Newfstatat, fd, (nint)empty, (nint)(&stat), Sys.AT_EMPTY_PATH) < 0) continue;
            uint kind = stat.Mode & 0xF000;
            // O_RDONLY
            if ((kind != Regular && kind != Terminal) || (Sys.Call(Sys.Fcntl, fd, 3 /* F_GETFL */) & 3) == 0) continue;
            LandlockPathBeneathAttr rule;
            // WRITE_FILE, TRUNCATE, IOCTL_DEV
            rule.AllowedAccess = (0x2UL | 0x4000 | (kind == Terminal ? 0x8000UL : 0)) & handled;
            rule.ParentFd = fd;
            Sys.Call(Sys.LandlockAddRule, ruleset, 1 /* LANDLOCK_RULE_PATH_BENEATH */, (nint)(&rule), 0);
        }
    }

    private static bool IsHarmless(nint socket, bool offline)
    {
        nint domain = Sys.SocketOption(socket, Sys.SO_DOMAIN);
        if (domain != Sys.AF_UNIX) return (domain == Sys.AF_INET || domain == Sys.AF_INET6) && !offline;
        nint type = Sys.SocketOption(socket, Sys.SO_TYPE);
        return type == Sys.SOCK_STREAM || type == Sys.SOCK_SEQPACKET;
    }
}
