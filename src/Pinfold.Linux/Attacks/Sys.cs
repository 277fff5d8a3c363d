namespace Pinfold.Linux.Attacks;

/// <summary>Numbers of system calls on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl).</summary>
internal static class Sys
{
    internal const int
        Read = 0, Write = 1, Close = 3, Fstat = 5, Poll = 7, Mmap = 9, Mprotect = 10, Munmap = 11, RtSigprocmask = 14, Ioctl = 16,
        Pread64 = 17, Pwrite64 = 18, Mremap = 25, Madvise = 28, Shmget = 29, Shmat = 30, Shmctl = 31, Dup2 = 33, Pause = 34, Nanosleep = 35,
        Alarm = 37, Getpid = 39, Sendfile = 40, Socket = 41, Connect = 42, Accept = 43, Sendto = 44, Recvfrom = 45, Sendmsg = 46,
        Bind = 49, Listen = 50, Getsockname = 51, Socketpair = 53, Setsockopt = 54, Getsockopt = 55, Clone = 56, Fork = 57,
        Execve = 59, Wait4 = 61, Kill = 62, Semget = 64, Msgget = 68, Fcntl = 72, Flock = 73, Truncate = 76, Ftruncate = 77,
        Getcwd = 79, Chdir = 80, Fchdir = 81, Rename = 82, Mkdir = 83, Rmdir = 84, Link = 86, Unlink = 87, Symlink = 88, Chmod = 90,
        Fchmod = 91, Fchown = 93, Umask = 95, Getrlimit = 97, Ptrace = 101, Getuid = 102, Syslog = 103, Setuid = 105, Setpgid = 109,
        Getppid = 110, Setsid = 112, Setreuid = 113, Setgroups = 116, Setresuid = 117, Setresgid = 119, Getpgid = 121, Capset = 126,
        RtSigqueueinfo = 129, Mknod = 133, Uselib = 134, Personality = 135, Getpriority = 140, Setpriority = 141,
        SchedSetscheduler = 144, Mlock = 149, Vhangup = 153, ModifyLdt = 154, PivotRoot = 155, Prctl = 157, Adjtimex = 159,
        Setrlimit = 160, Chroot = 161, Acct = 163, Settimeofday = 164, Mount = 165, Umount2 = 166, Swapon = 167, Swapoff = 168,
        Reboot = 169, Sethostname = 170, Iopl = 172, Ioperm = 173, InitModule = 175, DeleteModule = 176, Quotactl = 179,
        Nfsservctl = 180, Gettid = 186, Setxattr = 188, Removexattr = 197, Tkill = 200, SchedSetaffinity = 203, LookupDcookie = 212,
        Getdents64 = 217, ClockSettime = 227, ExitGroup = 231, Tgkill = 234, MqOpen = 240, KexecLoad = 246, AddKey = 248,
        RequestKey = 249, Keyctl = 250, IoprioSet = 251, IoprioGet = 252, InotifyAddWatch = 254, MigratePages = 256, Openat = 257,
        Mkdirat = 258, Mknodat = 259, Fchownat = 260, Newfstatat = 262, Unlinkat = 263, Renameat = 264, Linkat = 265,
        Symlinkat = 266, Readlinkat = 267, Fchmodat = 268, Unshare = 272, Splice = 275, MovePages = 279, Utimensat = 280,
        Fallocate = 285, Dup3 = 292, Pipe2 = 293, InotifyInit1 = 294, PerfEventOpen = 298, FanotifyInit = 300, Prlimit64 = 302,
        NameToHandleAt = 303, OpenByHandleAt = 304, ClockAdjtime = 305, Sendmmsg = 307, Setns = 308, ProcessVmReadv = 310,
        ProcessVmWritev = 311, Kcmp = 312, FinitModule = 313, SchedSetattr = 314, Renameat2 = 316, Seccomp = 317, MemfdCreate = 319,
        KexecFileLoad = 320, Bpf = 321, Execveat = 322, Userfaultfd = 323, CopyFileRange = 326, PidfdSendSignal = 424,
        IoUringSetup = 425, IoUringEnter = 426, IoUringRegister = 427, OpenTree = 428, MoveMount = 429, Fsopen = 430,
        Fsconfig = 431, Fsmount = 432, Fspick = 433, PidfdOpen = 434, Clone3 = 435, CloseRange = 436, PidfdGetfd = 438,
        ProcessMadvise = 440, MountSetattr = 442, QuotactlFd = 443, LandlockCreateRuleset = 444, LandlockRestrictSelf = 446,
        MemfdSecret = 447, ProcessMrelease = 448, Cachestat = 451, Fchmodat2 = 452, Statmount = 457, Listmount = 458,
        Setxattrat = 463, OpenTreeAttr = 467, FileSetattr = 469;
}
