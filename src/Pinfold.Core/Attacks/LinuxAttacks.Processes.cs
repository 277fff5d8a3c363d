using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Seeing, signalling, tracing and tuning processes outside, and the sandbox's own first process.</content>
public static partial class LinuxAttacks
{
    private static ImmutableArray<Attack> Processes => Attack.Rows("processes", Control.Processes,
        ("process-visible", N, "a list of what the user runs", "the call's result"),
        ("process-kill", N | L, "the user's programs ended", "the victim answers"),
        ("process-stop", N | L, "the user's programs stopped", "the victim answers"),
        ("process-tgkill", N | L, "the same by thread", "the victim answers"),
        ("process-tkill", N | L, "the same by the old call", "the victim answers"),
        ("process-sigqueue", N | L, "the same with a payload", "the victim answers"),
        ("process-pidfd-signal", N | L, "the same by descriptor", "the victim answers"),
        ("process-signal-by-owner", N | L,
            "a signal that the kernel sends for the attacker (F_SETOWN)", "the victim answers"),
        ("process-signal-group", L | S,
            "signals to the process group that the command shares with its caller", "the caller got none"),
        ("process-ptrace-attach", N | L | S, "control of a program of the user", "the call's result"),
        ("process-ptrace-seize", N | L | S, "the same without stopping it", "the call's result"),
        ("process-memory-write", N | L, "another program's memory changed", "the victim's memory"),
        ("process-memory-read", N | L, "another program's secrets", "what was read"),
        ("process-vm-writev", N | L | S, "memory changed by a system call", "the victim's memory"),
        ("process-vm-readv", N | L | S, "secrets by a system call", "what was read"),
        ("process-environ", N | L, "tokens in another program's environment", "what was read"),
        ("process-command-line", N, "passwords on command lines", "what was read"),
        ("process-maps", N | L, "where to aim", "what was read"),
        ("process-descriptor", N | L, "another program's open files", "the call's result"),
        ("process-pidfd-getfd", N | L | S, "another program's sockets", "the call's result"),
        ("process-pidfd-open", N, "a handle for later", "the call's result"),
        ("process-kcmp", N | S, "the layout of the kernel's objects", "the call's result"),
        ("process-prlimit", N, "another program crippled by limits", "the call's result"),
        ("process-affinity", N, "another program bound to one processor", "the call's result"),
        ("process-nice", N, "another program slowed down", "the call's result"),
        ("process-io-priority", N, "another program's disk access slowed down", "the victim's priority"),
        ("process-io-priority-group", S,
            "the same for the process group shared with the caller", "the victim's priority"),
        ("process-nice-group", S, "the caller's process group slowed down", "the call's result"),
        ("process-move-pages", N | S, "another program's memory moved", "the call's result"),
        ("first-process-ptrace", S | H, "control of the process that supervises connections", "the call's result"),
        ("first-process-memory", H, "the same by /proc", "the call's result"),
        ("first-process-descriptors", H, "its listener and status pipe", "the call's result"),
        ("first-process-environ", H, "its environment", "the call's result"),
        ("first-process-pidfd-getfd", S | H, "its listener and status pipe, by a system call", "the call's result"),
        ("first-process-vm-readv", S | H, "its memory, by a system call", "the call's result"),
        ("ipc-shared-memory", N, "another program's shared memory", "the call's result"),
        ("ipc-message-queue", N, "another program's messages", "the call's result"),
        ("ipc-semaphore", N, "another program's locks", "the call's result"));
}
