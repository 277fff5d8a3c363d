using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>
/// The user's other processes, the command's own tree, servers that act for a caller, and other sessions.
/// </content>
public static partial class WindowsAttacks
{
    private const string OutOfTree = "a file made by a process outside of the tree", Harmed = "the victim's answer";

    private static ImmutableArray<Attack> Processes => [
        .. Attack.Rows("processes", Control.Processes,
            ("process-read-memory", V, "secrets in the memory of the user's programs", WasRead),
            ("process-write-memory", T | V, "another program changed while it runs", "the victim's memory"),
            ("process-remote-thread", T | V, "code in another program", "the victim's memory"),
            ("process-duplicate-handle", T | V, "files that another program has open", WasRead),
            ("process-debug", T | V, "another program's every step", Harmed),
            ("process-parent", T | V, "a child of another program, outside of the job", OutOfTree),
            ("process-priority", T | V, "another program starved", "its priority"),
            ("process-access-list", V, "another program opened to all", "the access list"),
            ("process-all-access", T | V, "every right over another program at once", Result),
            ("thread-suspend", T | V, "another program stopped", Result),
            ("thread-context", T | V, "another program's next instruction", Result),
            ("broker-read-memory", V, "pinfold's own memory", Result),
            ("broker-duplicate-handle", T | V, "pinfold's own handles: job, pins, ledger", Result)),
        .. Attack.Rows("processes", Control.Processes, "ending the user's programs",
            ("process-terminate", T | V, "another program of the user ended", "the victim is gone")),
    ];

    private static ImmutableArray<Attack> Trees => Attack.Rows("survival and breakaway", Control.Tree,
        ("tree-breakaway", J, "a process outside of the job (CREATE_BREAKAWAY_FROM_JOB)", "a process that lives on"),
        ("tree-child-left-behind", J, "a process that outlives the command", "a process that lives on"),
        ("tree-new-group", J, "the same in a group and console of its own", "a process that lives on"),
        ("tree-nested-job", J,
            "the same from a job of the attacker's that lets its processes go", "a process that lives on"),
        ("tree-write-after-time-limit", J, "a process that writes when the command's time is over", FileExists),
        ("tree-other-logon", J | T | V, "a process made by the secondary logon service (runas /netonly)", OutOfTree));

    private static ImmutableArray<Attack> Services => [
        .. Attack.Rows("servers", Control.Sockets, "servers that decide by themselves",
            ("server-scheduled-task", V, "a program at any time, outside of the fence", "the task exists"),
            ("server-wmi-process", V, "a process made by the WMI service", OutOfTree),
            ("server-shell-windows", V, "a process made by the shell, by COM", OutOfTree),
            ("server-explorer", V | J, "a program that Explorer is asked to open", OutOfTree),
            ("server-bits-job", V, "a download by a service, with a program at its end", "the job exists")),
        .. Attack.Rows("servers", Control.Sockets,
            ("server-create-service", T | V, "a program that runs as the system", "the service exists"),
            ("server-open-service", T | V, "any service's program changed", Result)),
    ];

    private static ImmutableArray<Attack> Siblings => [
        .. Attack.Rows("other sessions", Control.Processes,
            ("sibling-event", T, "another session's command woken or misled", "the event's state"),
            ("sibling-section", T, "memory that another session shares, changed", "the section's text"),
            ("sibling-pipe", T, "orders to another session's server", "the server got a line"),
            ("sibling-write-memory", T, "another session's command changed", "its memory"),
            ("sibling-remote-thread", T, "code in another session, with its roots", "its memory"),
            ("sibling-access-list", T, "another session's command opened to all", Result),
            ("sibling-desktop", T, "windows and keys of another session", Result),
            ("sibling-read-memory", T, "secrets in the memory of another session", WasRead),
            ("sibling-terminate", T, "another session's command ended", "it is gone"),
            ("sibling-token", T, "another session's roots, by its token", FileExists),
            ("sibling-any-access", T, "whatever right over another session's command there is", Result)),
        .. Attack.Rows("other sessions", Control.Writes,
            ("sibling-root", T, "another session's workspace", FileExists)),
        .. Attack.Rows("other sessions", Control.Temp,
            ("sibling-temp", T | V, "another session's temporary files", FileExists)),
    ];
}
