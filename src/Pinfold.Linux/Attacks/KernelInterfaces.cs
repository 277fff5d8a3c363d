using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.ForeignNamespaces;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// System calls with no use inside. Where the real call would harm the host, its arguments are wrong on purpose.
/// </summary>
internal static class KernelInterfaces
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        new("syscall-io-uring-setup", a => a.Try("io_uring_setup", Call(Sys.IoUringSetup, 1, Zeros(120))), Reported),
        Gate("syscall-io-uring-enter", "io_uring_enter", () => Call(Sys.IoUringEnter, -1, 0, 0, 0), Errno.EBADF),
        Gate("syscall-io-uring-register", "io_uring_register",
            () => Call(Sys.IoUringRegister, -1, 0, 0, 0), Errno.EBADF),
        Gate("syscall-bpf", "bpf", () => Call(Sys.Bpf, 9999, 0, 0), Errno.EINVAL, Errno.EFAULT),
        new("syscall-add-key",
            a =>
                a.Try("add_key",
                    Call(Sys.AddKey, Text("user"), Text("pinfold"), Text("x"), 1, -2 /* KEY_SPEC_PROCESS_KEYRING */)),
            Reported),
        Gate("syscall-request-key", "request_key",
            () => Call(Sys.RequestKey, Text("user"), Text("pinfold-none"), 0, 0), Errno.ENOKEY),
        Gate("syscall-keyctl", "keyctl",
            () => Call(Sys.Keyctl, 0 /* KEYCTL_GET_KEYRING_ID */, -3 /* session */, 0), Errno.ENOKEY),
        new("syscall-userfaultfd",
            Run: a => a.Try("userfaultfd", Call(Sys.Userfaultfd, 1 /* UFFD_USER_MODE_ONLY */)),
            Worked: Reported),
        Gate("syscall-perf-event-open", "perf_event_open",
            () => Call(Sys.PerfEventOpen, 0, 0, -1, -1, 0), Errno.EFAULT),
        Gate("syscall-name-to-handle", "name_to_handle_at",
            () => Call(Sys.NameToHandleAt, AT_FDCWD, Text("/"), Zeros(8), Zeros(4), 0), 75 /* EOVERFLOW */),
        new("syscall-open-by-handle", OpenByHandle, s => s.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal))
            { Unfit = NeedsRoot, Prepare = HandleOfSecret },
        new("syscall-int80", a => a.Try("int 0x80 getpid", MachineCode.Int80(20, 0, 0)), Reported) { KilledBy = 31 },
        new("syscall-int80-kill", a => a.Try("int 0x80 kill", MachineCode.Int80(37, a.Number("victim"), 15)),
            s => !s.Victim.IsUnharmed)
            { Prepare = s => _ = s.Victim, KilledBy = 31 },
        new("syscall-x32", a => a.Try("x32 getpid", Call(0x40000000 | Sys.Getpid)), Reported)
            { Denials = [Errno.ENOSYS, Errno.EPERM] },
        new("syscall-personality",
            Run: a => a.Try("personality", Call(Sys.Personality, 0x0400000 /* READ_IMPLIES_EXEC */)),
            Worked: Reported),
        new("syscall-ptrace-traceme", a => a.Try("ptrace", Call(Sys.Ptrace, 0)), Reported),
        new("syscall-modify-ldt", a => a.Try("modify_ldt", Call(Sys.ModifyLdt, 0, Zeros(64), 64)), Reported),
        new("syscall-iopl", a => a.Try("iopl", Call(Sys.Iopl, 0)), Reported),
        new("syscall-ioperm", a => a.Try("ioperm", Call(Sys.Ioperm, 0x80, 1, 0)), Reported),
        new("syscall-memfd-secret", a => a.Try("memfd_secret", Call(Sys.MemfdSecret, 0)), Reported),
        new("syscall-adjtimex", a => a.Try("adjtimex", Call(Sys.Adjtimex, Zeros(256))), Reported),
        new("syscall-clock-adjtime", a => a.Try("clock_adjtime", Call(Sys.ClockAdjtime, 0, Zeros(256))), Reported),
        Gate("syscall-clock-settime", "clock_settime", () => Call(Sys.ClockSettime, 0, 1), Errno.EFAULT),
        Gate("syscall-settimeofday", "settimeofday", () => Call(Sys.Settimeofday, 1, 0), Errno.EFAULT),
        new("syscall-kernel-log",
            Run: a => a.Try("syslog", Call(Sys.Syslog, 10 /* SYSLOG_ACTION_SIZE_BUFFER */, 0, 0)),
            Worked: Reported),
        new("syscall-fanotify",
            Run: a => a.Try("fanotify_init", Call(Sys.FanotifyInit, 0x200 /* FAN_REPORT_FID */, 0)),
            Worked: Reported),
        Gate("syscall-quotactl", "quotactl_fd", () => Call(Sys.QuotactlFd, -1, 0, 0, 0), Errno.EBADF, Errno.EINVAL),
        new("syscall-seccomp-listener", Listener, Reported),
        Gate("syscall-migrate-pages", "migrate_pages", () => Call(Sys.MigratePages, 0, 64, 1, 1), Errno.EFAULT),
        new("syscall-file-lease", a => a.Try("F_SETLEASE",
            Call(Sys.Fcntl, a.Need("openat", Open(a.Outside + "/file", Flag.ReadOnly)), 1024, 0)), Reported),
        Privileged("syscall-kexec-load", "kexec_load", () => Call(Sys.KexecLoad, 0, 0, 0, 0xFFFF), Errno.EINVAL),
        Privileged("syscall-kexec-file-load", "kexec_file_load",
            () => Call(Sys.KexecFileLoad, -1, -1, 0, 0, 0xFFFF), Errno.EINVAL),
        Privileged("syscall-init-module", "init_module",
            () => Call(Sys.InitModule, 0, 0, Text("")), Errno.ENOEXEC, Errno.EFAULT),
        Privileged("syscall-finit-module", "finit_module", () => Call(Sys.FinitModule, -1, Text(""), 0), Errno.EBADF),
        Privileged("syscall-delete-module", "delete_module",
            () => Call(Sys.DeleteModule, Text("pinfold_none"), 0x800), Errno.ENOENT),
        Privileged("syscall-accounting", "acct", () => Call(Sys.Acct, Text("/nonexistent/file")), Errno.ENOENT),
        Privileged("syscall-swapon", "swapon", () => Call(Sys.Swapon, Text("/nonexistent/file"), 0), Errno.ENOENT),
        Privileged("syscall-swapoff", "swapoff", () => Call(Sys.Swapoff, Text("/nonexistent/file")), Errno.ENOENT),
        Privileged("syscall-reboot", "reboot", () => Call(Sys.Reboot, 0, 0, 0, 0), Errno.EINVAL),
        Privileged("syscall-sethostname", "sethostname", () => Call(Sys.Sethostname, Text("x"), -1), Errno.EINVAL),
        Privileged("syscall-bpf-as-root", "bpf", () => Call(Sys.Bpf, 9999, 0, 0), Errno.EINVAL),
        Privileged("syscall-realtime", "sched_setscheduler", () => Call(144, 0, 1 /* SCHED_FIFO */, Words(1))),
        Privileged("syscall-raise-nice", "setpriority", () => Call(Sys.Setpriority, 0, 0, -5)),
    ];

    /// <summary>
    /// A call that the kernel would look at, with arguments that it then refuses with one of <paramref name="errors"/>.
    /// </summary>
    private static AttackCode Gate(string name, string call, Func<nint> make, params int[] errors) =>
        new(name, a => a.Reach(call, make(), errors), Reported);

    private static AttackCode Privileged(string name, string call, Func<nint> make, params int[] errors) =>
        Gate(name, call, make, errors) with { Unfit = NeedsRoot };

    /// <summary>A supervisor of the attacker's own would answer connect(2) in place of the fence's.</summary>
    private static void Listener(Attempt a)
    {
        a.Need("prctl", Call(Sys.Prctl, 38 /* PR_SET_NO_NEW_PRIVS */, 1));
        var allow = Bytes([0x06, 0, 0, 0, 0, 0, 0xff, 0x7f]); // BPF_RET | SECCOMP_RET_ALLOW
        a.Try("seccomp", Call(Sys.Seccomp, 1, 8 /* SECCOMP_FILTER_FLAG_NEW_LISTENER */, Words(1, allow)));
    }

    private static unsafe void HandleOfSecret(Scene scene)
    {
        Secrets.Place(scene);
        var handle = Zeros(8 + 128);
        System.Runtime.InteropServices.Marshal.WriteInt32(handle, 128);
        if (Call(Sys.NameToHandleAt, AT_FDCWD, Text(scene.Home + "/.ssh/id_ed25519"), handle, Zeros(8), 0) < 0)
            throw new IOException("name_to_handle_at");
        var size = 8 + System.Runtime.InteropServices.Marshal.ReadInt32(handle);
        scene.Tell("handle", Convert.ToHexString(new ReadOnlySpan<byte>((void*)handle, size)));
    }

    private static void OpenByHandle(Attempt a)
    {
        var mount = a.Need("openat", Open(a.Workspace, Flag.ReadOnly | Flag.Directory));
        var fd = a.Try("open_by_handle_at",
            Call(Sys.OpenByHandleAt, mount, Bytes(Convert.FromHexString(a["handle"])), Flag.ReadOnly));
        if (fd >= 0) a.Got(Read(fd));
    }
}
