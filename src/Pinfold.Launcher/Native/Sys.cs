using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pinfold.Launcher.Native;

/// <summary>
/// System calls of x86-64 by number (arch/x86/entry/syscalls/syscall_64.tbl). Results below zero are -errno.
/// </summary>
internal static unsafe class Sys
{
    internal const nint
        Read = 0, Write = 1, Close = 3, Mmap = 9, RtSigaction = 13,
        RtSigprocmask = 14, Ioctl = 16, Setitimer = 38, Socket = 41, Connect = 42,
        Sendmsg = 46, Recvmsg = 47, Shutdown = 48, Bind = 49, Listen = 50, Socketpair = 53,
        Setsockopt = 54, Getsockopt = 55, Clone = 56, Execve = 59, Wait4 = 61,
        Kill = 62, Fcntl = 72, Flock = 73, Chdir = 80, Fchmod = 91,
        Umask = 95, Getppid = 110, Setsid = 112, Capset = 126, Fstatfs = 138,
        Prctl = 157, Fchown = 93, Setgroups = 116, Setresuid = 117, Getresuid = 118,
        Setresgid = 119, Getresgid = 120, Setfsuid = 122, Setfsgid = 123, Keyctl = 250,
        ExitGroup = 231, ClockGettime = 228, Openat = 257, Mkdirat = 258, Newfstatat = 262,
        Unlinkat = 263, Symlinkat = 266, Readlinkat = 267, Fchmodat = 268, Ppoll = 271, Accept4 = 288, Signalfd4 = 289,
        Pipe2 = 293, Prlimit64 = 302, ProcessVmReadv = 310,
        Seccomp = 317, OpenTree = 428, MoveMount = 429, Fsopen = 430,
        Fsconfig = 431, Fsmount = 432,
        PidfdOpen = 434, Clone3 = 435, CloseRange = 436, Openat2 = 437,
        PidfdGetfd = 438, MountSetattr = 442, LandlockCreateRuleset = 444,
        LandlockAddRule = 445, LandlockRestrictSelf = 446;

    internal const int EPERM = 1, ENOENT = 2, EINTR = 4, E2BIG = 7, ECHILD = 10,
        EAGAIN = 11, EACCES = 13, EFAULT = 14, EBUSY = 16, EEXIST = 17,
        ENOTDIR = 20, EINVAL = 22, ENOSYS = 38, ELOOP = 40, ENETUNREACH = 101, EALREADY = 114,
        EINPROGRESS = 115;

    internal const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40,
        O_EXCL = 0x80, O_NONBLOCK = 0x800, O_DIRECTORY = 0x10000,
        O_NOFOLLOW = 0x20000, O_CLOEXEC = 0x80000, O_PATH = 0x200000;

    internal const nint AT_FDCWD = -100, AT_EMPTY_PATH = 0x1000,
        AT_SYMLINK_NOFOLLOW = 0x100, AT_REMOVEDIR = 0x200, AT_RECURSIVE = 0x8000;

    internal const int AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10, SOCK_STREAM = 1,
        SOCK_DGRAM = 2, SOCK_SEQPACKET = 5, SO_TYPE = 3, SO_PROTOCOL = 38, SO_DOMAIN = 39,
        IPPROTO_TCP = 6;

    internal const int SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGKILL = 9,
        SIGALRM = 14, SIGTERM = 15, SIGCHLD = 17, SIGCONT = 18, SIGSTOP = 19;

    [RuntimeImport("*", "pinfold_syscall"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern nint Call(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary>From now on <paramref name="signal"/>, where it is not blocked, ends a call that waits.</summary>
    [RuntimeImport("*", "pinfold_interrupt_at"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern nint InterruptAt(nint signal);

    internal static nint Call(nint number) => Call(number, 0, 0, 0, 0, 0, 0);

    internal static nint Call(nint number, nint a) => Call(number, a, 0, 0, 0, 0, 0);

    internal static nint Call(nint number, nint a, nint b) => Call(number, a, b, 0, 0, 0, 0);

    internal static nint Call(nint number, nint a, nint b, nint c) => Call(number, a, b, c, 0, 0, 0);

    internal static nint Call(nint number, nint a, nint b, nint c, nint d) => Call(number, a, b, c, d, 0, 0);

    internal static nint Call(nint number, nint a, nint b, nint c, nint d, nint e) => Call(number, a, b, c, d, e, 0);

    internal static void Exit(int status)
    {
        while (true) Call(ExitGroup, status);
    }

    internal static void CloseFd(nint fd) => Call(Close, fd);

    /// <summary>fork(2): safe at any point, because nothing else runs in this process.</summary>
    internal static nint Fork() => Call(Clone, SIGCHLD);

    /// <summary>An integer option of level SOL_SOCKET (socket(7)), or a negative errno.</summary>
    internal static nint SocketOption(nint socket, int option)
    {
        int value = 0, size = 4;
        nint result = Call(Getsockopt, socket, 1, option, (nint)(&value), (nint)(&size));
        return result < 0 ? result : value;
    }

    /// <summary>
    /// Milliseconds of CLOCK_BOOTTIME: monotonic, and it counts suspend. A negative error when there is no clock.
    /// </summary>
    internal static nint Now()
    {
        nint* time = stackalloc nint[2];
        nint result = Call(ClockGettime, 7, (nint)time);
        return result < 0 ? result : (time[0] * 1000) + (time[1] / 1_000_000);
    }
}
