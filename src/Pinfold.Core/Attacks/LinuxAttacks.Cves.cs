using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Published holes of sandboxes and agents, and what a hostile project file would say.</content>
public static partial class LinuxAttacks
{
    private static ImmutableArray<Attack> Cves =>
    [
        .. Attack.Rows("CVE lessons", Control.Writes,
            ("cve-2025-59532-cwd-as-root", M | L, "a root at whatever folder the model names", "the file exists"),
            ("cve-2026-50548-linked-working-directory", M | L, "the same by a link", "the file exists"),
            ("cve-2026-50549-root-that-is-no-folder", M | L,
                "a root whose resolution fails half-way", "the file exists"),
            ("cve-2026-39861-planted-symlink", M | L,
                "the outside, by a link left for the next run", "the file exists"),
            ("cve-2026-40068-worktree-commondir", M | L,
                "a root at whatever folder a .git file names", "the file exists"),
            ("cve-2022-0492-release-agent", M | L, "a program that the kernel runs as root", Result)),
        .. Attack.Rows("CVE lessons", Control.Handoffs,
            ("cve-2026-19592-fsmonitor", M, "a command at the user's next git status", "the config's text"),
            ("cve-2026-19593-attribute-filter", M, "a command at the next checkout", "the file exists"),
            ("cve-2026-26268-git-hooks", M, "code in hooks", "the hook exists"),
            ("cve-2026-25725-absent-settings", M, "settings that were not there to be protected", "the file exists"),
            ("cve-2026-48124-other-agents-config", M, "a hook in another agent's settings", "the file exists"),
            ("cve-2026-103916-quarantine-follows-link", M | U,
                "outside files moved by who moves a link", "the outside files"),
            ("cve-2025-54135-mcp-config", M, "a server in an agent's list", "the file exists"),
            ("cve-2025-59944-other-spelling", M,
                "a protected file by another spelling of its path", "the file's text")),
        .. Attack.Rows("CVE lessons", Control.Environment,
            ("cve-2026-22708-environment", H, "commands by variables that built-ins obey", WasRead),
            ("cve-2025-61260-project-environment", H, "variables that a project's file sets", WasRead)),
        .. Attack.Rows("CVE lessons", Control.Processes,
            ("cve-2019-5736-proc-exe", H, "the launcher overwritten by way of /proc", Result)),
        .. Attack.Rows("CVE lessons", Control.Descriptors,
            ("cve-2024-21626-leaked-descriptor", H,
                "the outside by a folder that the launcher left open", "the file exists")),
        .. Attack.Rows("CVE lessons", Control.Limits,
            ("cve-2025-5054-core-handler", S,
                "the host's core handler run, as root, on the attacker's process", Result)),
        .. Attack.Rows("CVE lessons", Control.Network,
            ("cve-2025-55284-dns", N | S, "secrets as names in queries to a resolver", "the resolver got the query"),
            ("cve-2025-66479-empty-allowlist", N | S, "an allow list without entries taken for no list", Connection)),
        .. Attack.Rows("CVE lessons", Control.Syscalls,
            ("cve-2019-10063-tiocsti-high-bits", S,
                "TIOCSTI with bits that a filter may compare and the kernel drops", "what waits on the terminal"),
            ("cve-2023-28100-tioclinux", S, "a console's selection pasted", Result)),
        .. Attack.Rows("hostile project policy", Control.Network,
            ("policy-project-online", N | S, "the host's network", Connection)),
        .. Attack.Rows("hostile project policy", Control.Writes,
            ("policy-project-write-root", M | L, "a root more", "the file exists")),
        .. Attack.Rows("hostile project policy", Control.Secrets,
            ("policy-project-read-secret", M, "a secret reopened", WasRead)),
        .. Attack.Rows("hostile project policy", Control.Handoffs,
            ("policy-project-unprotect", M, "a hand-off opened", "the file exists")),
        .. Attack.Rows("hostile project policy", Control.Environment,
            ("policy-project-keep-environment", H, "a token that passes", WasRead)),
    ];
}
