using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Pipes, handles, the network, limits, and what published holes teach.</content>
public static partial class WindowsAttacks
{
    private static ImmutableArray<Attack> Pipes => [
        .. Attack.Rows("pipes and mailslots", Control.Sockets,
            ("pipe-write", T | V, "orders to a server of the user's", "the server got a line"),
            ("pipe-write-open-to-everyone", V,
                "the same with a server that Everyone may write to: a keys' or containers' agent",
                "the server got a line"),
            ("pipe-second-instance", T | V, "clients of a server of the user's", Result),
            ("pipe-access-list", V, "a server of the user's opened to all", Result),
            ("mailslot-write", T | V, "a message to a program of the user's", "the mailslot's message"),
            ("event-write", T | V, "a program of the user's woken or misled", "the event's state"),
            ("section-write", T | V, "memory that programs of the user share", "the section's text"),
            ("mutex-take", T | V, "a program of the user's locked out", Result),
            ("unix-socket", V, "orders to a server with a socket file", "the server got a line")),
    ];

    private static ImmutableArray<Attack> Handles => Attack.Rows("inherited handles", Control.Descriptors,
        ("handle-file", H, "a file that pinfold had open", FileText),
        ("handle-folder", H, "the outside relative to a folder that pinfold had open", FileExists),
        ("handle-process", H, "a process that pinfold had open", "the victim is gone"),
        ("handle-event", H, "an object that pinfold had open", "the event's state"));

    private static ImmutableArray<Attack> Network => Attack.Rows("network", Control.Network, "network",
        ("net-tcp", AttackLayers.None, "a server on this machine", "the server got a connection"),
        ("net-tcp-six", AttackLayers.None, "the same over IPv6", "the server got a connection"),
        ("net-udp", AttackLayers.None, "packets to anywhere", "the server got a packet"),
        ("net-dns-query", AttackLayers.None, "secrets as names in queries to a resolver", "the resolver got the query"),
        ("net-dns-client", AttackLayers.None, "names resolved by the system's DNS client, a service", Result),
        ("net-listen", AttackLayers.None, "a server of the attacker's", "the host can connect"),
        ("net-icmp", AttackLayers.None, "data in echo requests", Result));

    private static ImmutableArray<Attack> Limits => Attack.Rows("resource exhaustion", Control.Limits,
        ("limit-processes", R | J, "a fork bomb", "how many processes started"),
        ("limit-memory", R | J, "all memory of the machine", "how much was committed"),
        ("limit-memory-of-tree", R | J, "the same by several processes", "how much was committed"),
        ("limit-time", R, "a command that never ends", "it is still there"));

    private static ImmutableArray<Attack> Cves => [
        .. Attack.Rows("CVE lessons", Control.Writes,
            ("cve-2025-59532-cwd-as-root", T | V, "a root at whatever folder the model names", FileExists),
            ("cve-2026-39861-planted-link", T | V, "the outside, by a junction left for the next run", FileExists)),
        .. Attack.Rows("CVE lessons", Control.Handoffs,
            ("cve-2025-59944-other-spelling", T | V | P, "a protected file by another spelling of its path", FileText),
            ("cve-2026-25725-absent-settings", P, "settings that were not there to be protected", FileExists),
            ("cve-2026-48124-other-agents-config", P, "a hook in another agent's settings", FileExists),
            ("cve-2026-19592-fsmonitor", T | V, "a command at the user's next git status", FileText)),
        .. Attack.Rows("CVE lessons", Control.Environment,
            ("cve-2026-22708-environment", H, "commands by variables that programs obey", WasRead)),
    ];
}
