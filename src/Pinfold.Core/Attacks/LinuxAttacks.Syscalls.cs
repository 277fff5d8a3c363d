using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>System calls with no use inside.</content>
public static partial class LinuxAttacks
{
    private const string Result = "the call's result";

    private static ImmutableArray<Attack> Syscalls => Attack.Rows("system calls", Control.Syscalls,
        ("syscall-io-uring-setup", S, "requests that pass no filter", Result),
        ("syscall-io-uring-enter", S, "the same on a ring from elsewhere", Result),
        ("syscall-io-uring-register", S, "the same on a ring from elsewhere", Result),
        ("syscall-bpf", S, "programs in the kernel", Result),
        ("syscall-add-key", S, "keys planted for other sessions", Result),
        ("syscall-request-key", S, "keys of other sessions, and a helper run as root", Result),
        ("syscall-keyctl", S, "keys of other sessions", Result),
        ("syscall-userfaultfd", S, "races held open", Result),
        ("syscall-perf-event-open", S, "side channels", Result),
        ("syscall-name-to-handle", S, "handles of files", Result),
        ("syscall-open-by-handle", S | P, "files past every path", "what was read"),
        ("syscall-int80", S, "the i386 table, which a filter may forget", Result),
        ("syscall-int80-kill", S, "a refused call by the other table", "the victim answers"),
        ("syscall-x32", S, "the x32 table, likewise", Result),
        ("syscall-personality", S, "memory that is executable by default", Result),
        ("syscall-ptrace-traceme", S, "system calls rewritten after the filter", Result),
        ("syscall-modify-ldt", S, "segments", Result),
        ("syscall-iopl", S, "I/O ports", Result),
        ("syscall-ioperm", S, "I/O ports", Result),
        ("syscall-memfd-secret", S, "memory that nobody can inspect", Result),
        ("syscall-adjtimex", S, "the host's clock", Result),
        ("syscall-clock-adjtime", S, "the host's clock", Result),
        ("syscall-clock-settime", S, "the host's clock", Result),
        ("syscall-settimeofday", S, "the host's clock", Result),
        ("syscall-kernel-log", S, "kernel addresses in the log", Result),
        ("syscall-fanotify", S, "what is opened elsewhere", Result),
        ("syscall-quotactl", S, "quotas", Result),
        ("syscall-seccomp-listener", S, "connections decided by the attacker's own supervisor", Result),
        ("syscall-migrate-pages", S, "memory moved", Result),
        ("syscall-file-lease", S, "outside programs that wait for the attacker before they open a file", Result),
        ("syscall-kexec-load", S | P, "another kernel", Result),
        ("syscall-kexec-file-load", S | P, "another kernel", Result),
        ("syscall-init-module", S | P, "code in the kernel", Result),
        ("syscall-finit-module", S | P, "code in the kernel", Result),
        ("syscall-delete-module", S | P, "a guard unloaded", Result),
        ("syscall-accounting", S | P, "a log of all processes", Result),
        ("syscall-swapon", S | P, "memory read from a file", Result),
        ("syscall-swapoff", S | P, "the host out of memory", Result),
        ("syscall-reboot", S | P, "the host ended", Result),
        ("syscall-sethostname", S | P, "the host's name", Result),
        ("syscall-bpf-as-root", S | P, "programs in the kernel", Result),
        ("syscall-realtime", P, "a processor for itself", Result),
        ("syscall-raise-nice", P, "precedence over the user", Result));
}
