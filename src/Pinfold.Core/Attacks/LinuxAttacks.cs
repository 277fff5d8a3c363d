using System.Collections.Frozen;
using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <summary>The attacks for Linux, as data; Pinfold.Linux holds code of the same names. See docs/verify.md.</summary>
public static partial class LinuxAttacks
{
    private const AttackLayers M = AttackLayers.Mounts, L = AttackLayers.Landlock,
        S = AttackLayers.Seccomp, N = AttackLayers.Namespaces,
        P = AttackLayers.Privileges, H = AttackLayers.Hygiene, R = AttackLayers.Limits, U = AttackLayers.Audit;

    /// <summary>Every attack, in the order of the table.</summary>
    public static ImmutableArray<Attack> All { get; } =
    [
        .. Writes, .. Links, .. Handoffs, .. DeepHandoffs, .. Processes, .. Namespaces, .. Syscalls, .. Network,
        .. Egress, .. Sockets, .. Services, .. Secrets, .. Temporary, .. Environment,
        .. Terminals, .. Descriptors, .. Resources, .. SetUserIds, .. Survival, .. Cves,
    ];

    private static FrozenDictionary<string, Attack> ByName { get; } = All.ToFrozenDictionary(a => a.Name);

    /// <summary>The attack of that name, or null.</summary>
    public static Attack? Find(string name) => ByName.GetValueOrDefault(name);
}
