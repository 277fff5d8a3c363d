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

    /// <summary>Windows: restricting SIDs, default DACL, no privileges.</summary>
    Token = 256,

    /// <summary>Windows: the integrity level just under medium, and what is labelled.</summary>
    Level = 512,

    /// <summary>Windows: FILE_DELETE_CHILD denied to the user in roots and low folders.</summary>
    Deletion = 1024,

    /// <summary>Windows: handles that keep names where they are, and folders that take names.</summary>
    Pins = 2048,

    /// <summary>Windows: the job, its limits and its end.</summary>
    Job = 4096,

    /// <summary>Windows: own window station and desktop, the job's limits for the user interface.</summary>
    Desktop = 8192,

    /// <summary>Windows, elevated: network filters on the accounts.</summary>
    Filters = 16384,
}
