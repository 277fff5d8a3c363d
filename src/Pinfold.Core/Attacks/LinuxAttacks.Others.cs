using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Terminals, descriptors, limits, identities, survival.</content>
public static partial class LinuxAttacks
{
    private static ImmutableArray<Attack> Terminals => Attack.Rows("terminals", Control.Syscalls,
        ("terminal-inject", S, "commands typed into the user's shell (TIOCSTI)", "what waits on the terminal"),
        ("terminal-inject-by-dev-tty", S, "the same by /dev/tty", "what waits on the terminal"),
        ("terminal-line-discipline", S, "line disciplines, and their drivers (TIOCSETD)", Result),
        ("terminal-line-discipline-high-bits", S, "the same with high bits", Result),
        ("terminal-of-another", M, "text on another terminal of the user", "what the terminal shows"),
        ("terminal-list-others", M, "names of the user's terminals", Result));

    private static ImmutableArray<Attack> Descriptors => Attack.Rows("inherited descriptors", Control.Descriptors,
        ("descriptor-folder", H, "the outside by a folder that was left open", "the file exists"),
        ("descriptor-folder-path", H, "the same by an O_PATH descriptor", "the file exists"),
        ("descriptor-file", H, "a file that was left open", "the file's text"),
        ("descriptor-secret", H, "a secret that was left open", WasRead),
        ("descriptor-memory-file", H, "memory shared with the parent", "the memory file's size"),
        ("descriptor-socket", H, "a connected service", Datagram),
        ("descriptor-pidfd", H, "a process that cannot be named", "the victim answers"),
        ("descriptor-namespace", H, "a namespace to enter", Result),
        ("descriptor-device", H, "a device", Result),
        ("descriptor-folder-as-input", L | H, "the outside by a folder as standard input", "the file exists"),
        ("descriptor-folder-as-input-chmod", H, "modes outside by a folder as standard input", "the file's mode"),
        ("descriptor-internet-socket-as-input", H, "the host's network by a socket as standard input", Connection));

    private static ImmutableArray<Attack> Resources => Attack.Rows("resource exhaustion", Control.Limits,
        ("limit-fork-bomb", R, "the host out of processes", Result),
        ("limit-memory", R, "the host out of memory", Result),
        ("limit-temp-fill", R, "the host out of memory by temporary files", Result),
        ("limit-shm-fill", R, "the same by /dev/shm", Result),
        ("limit-deadline", R, "time without end", Result),
        ("limit-deadline-ignoring-signals", R, "the same with signals ignored", Result),
        ("limit-raise-processes", R | P, "a limit taken off", Result),
        ("limit-oom-score", P, "other programs killed in its place", Result));

    private static ImmutableArray<Attack> SetUserIds => Attack.Rows("set-uid programs", Control.Privileges,
        ("privilege-su", P | M, "root's rights in su", "its effective user"),
        ("privilege-mount", P | M, "root's rights in mount", "its effective user"),
        ("privilege-passwd", P | M, "root's rights in passwd", "its effective user"),
        ("privilege-newgrp", P | M, "root's rights in newgrp", "its effective user"),
        ("privilege-sudo", P | M, "root's rights in sudo", "its effective user"),
        ("privilege-set-uid-copy", P | M, "another user's rights", "its effective user"),
        ("privilege-set-gid-copy", P | M, "another group's rights", "its effective group"),
        ("privilege-set-uid-in-workspace", P | M, "the same from a writable root", "its effective user"),
        ("privilege-file-capability", P | M, "a capability from a file", "its permitted set"),
        ("privilege-leave-set-uid-chmod", S,
            "a set-uid file that lends the user's rights to other users", "the file's mode"),
        ("privilege-leave-set-uid-open", S, "the same, made so", "the file's mode"),
        ("privilege-leave-set-uid-openat2", S, "the same by a mode in memory", "the file's mode"),
        ("privilege-leave-set-uid-mknod", S, "the same by mknod(2)", "the file's mode"),
        ("privilege-setuid", P, "another user, as root may", Result),
        ("privilege-setgid", P, "another group, as root may", Result),
        ("privilege-setgroups", P, "other groups, as root may", Result),
        ("privilege-capset", P, "a capability taken back", Result),
        ("privilege-securebits", P, "capabilities for whoever is root", Result),
        ("privilege-bypass-modes", P, "files that only root's capabilities open", WasRead));

    private static ImmutableArray<Attack> Survival => Attack.Rows("survival", Control.Tree,
        ("survive-child", N, "a process that outlives the command", "a lock that is still held"),
        ("survive-setsid", N, "the same in a session of its own", "a lock that is still held"),
        ("survive-ignoring-signals", N, "the same, deaf to signals", "a lock that is still held"),
        ("survive-double-fork", N, "the same as a daemon", "a lock that is still held"),
        ("survive-own-group", N, "the same in a group of its own", "a lock that is still held"),
        ("survive-without-parent-death-signal", N,
            "the same without the signal that ends children", "a lock that is still held"),
        ("survive-as-subreaper", N, "the same as a parent of orphans", "a lock that is still held"),
        ("survive-stopped", N, "the same, stopped", "a lock that is still held"),
        ("survive-in-tight-loop", N, "many at once", "a lock that is still held"),
        ("survive-nohup", N, "the same by nohup(1)", "a lock that is still held"));
}
