namespace Pinfold.Core.Attacks;

/// <summary>Mechanisms that stop an attack.</summary>
[Flags]
public enum AttackLayers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Mount namespace.</summary>
    Mounts = 1,

    /// <summary>Landlock.</summary>
    Landlock = 2,

    /// <summary>seccomp.</summary>
    Seccomp = 4,

    /// <summary>pid, ipc, uts or network namespace.</summary>
    Namespaces = 8,

    /// <summary>no_new_privs, no capabilities.</summary>
    Privileges = 16,

    /// <summary>Closed descriptors, filtered environment, own terminal.</summary>
    Hygiene = 32,

    /// <summary>rlimits, cgroup, deadline.</summary>
    Limits = 64,

    /// <summary>The audit after the command.</summary>
    Audit = 128,
}
