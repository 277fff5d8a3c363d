using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;
using static Pinfold.Core.Enforcement.Control;
using static Pinfold.Core.Enforcement.EnforcementStatus;

namespace Pinfold.Core.Planning;

/// <summary>What a plan will enforce on a host when all of its steps succeed. The one place where a claim is made.</summary>
internal static class Expectation
{
    internal static EnforcementReport Of(SandboxPolicy policy, HostFacts host)
    {
        var confined = host.NoUserNamespaces is null;
        var landlock = host.LandlockAbi > 0 ? $"Landlock ABI {host.LandlockAbi}" : "no Landlock";
        var without = $"no user namespace: {host.NoUserNamespaces}";
        return new(
        [
            new(Writes, confined ? Enforced : host.LandlockAbi >= 3 ? Partial : NotEnforced,
                confined ? $"mount namespace, {landlock}" : $"{landlock} does not cover chmod, utimensat and setxattr; {without}"),
            new(Handoffs, confined ? Enforced : NotEnforced, confined ? "read-only mounts, audit after the command" : without),
            SecretsOf(policy, host, confined, without),
            new(Temp, confined ? Enforced : NotEnforced, confined ? "private tmpfs" : $"/tmp is shared; {without}"),
            NetworkOf(policy, host, confined),
            new(Sockets, host.Seccomp ? Enforced : NotEnforced,
                !host.Seccomp ? "no seccomp" : confined && host.SeccompNotify ? "connect(2) is supervised" : "AF_UNIX is refused"),
            new(Processes, confined ? Enforced : host.LandlockAbi >= 6 && host.Seccomp ? Partial : NotEnforced,
                confined ? "pid namespace" : $"{landlock} stops signals and tracing, other processes stay visible; {without}"),
            new(Tree, confined ? Enforced : Partial, confined ? "pid namespace" : $"the tree survives kill -9 of pinfold; {without}"),
            new(Privileges, host.Seccomp ? Enforced : Partial,
                host.Seccomp ? "no_new_privs, no capabilities, no nested namespaces" : "no seccomp: nested namespaces are possible"),
            new(Syscalls, host.Seccomp ? Enforced : NotEnforced, host.Seccomp ? "seccomp filter" : "no seccomp"),
            new(Descriptors, Enforced, "all but standard input, output and error are closed"),
            new(Control.Environment, Enforced, "filtered by the policy's rules"),
            LimitsOf(policy, host, confined),
        ]);
    }

    private static ControlReport SecretsOf(SandboxPolicy policy, HostFacts host, bool confined, string without)
    {
        if (!confined) return new(Secrets, NotEnforced, without);
        if (policy.DenyRead.Any(r => r.Glob is not null))
        {
            return new(Secrets, Partial, host.AuditedSecrets is { } found
                ? $"patterns in deny_read hide what the last audit found ({found.Length}), not what was made since"
                : "patterns in deny_read hide what the last audit found, and there was none for them yet");
        }

        return new(Secrets, Enforced, "covered by empty mounts");
    }

    private static ControlReport NetworkOf(SandboxPolicy policy, HostFacts host, bool confined) => policy.Network switch
    {
        NetworkMode.Online => new(Network, Enforced, "the policy asks for the host's network"),
        NetworkMode.Allowlist => new(Network, NotEnforced, "allowlist needs the egress proxy, which this version does not have"),
        _ when confined => new(Network, Enforced, "network namespace with a private loopback"),
        _ when host.Seccomp => new(Network, Enforced, "Internet sockets are refused by seccomp"),
        _ => new(Network, NotEnforced, "neither network namespace nor seccomp"),
    };

    private static ControlReport LimitsOf(SandboxPolicy policy, HostFacts host, bool confined)
    {
        var limits = policy.Limits;
        if (limits.Memory is not null && !host.Cgroups.Any(g => g.Memory))
            return new(Control.Limits, Partial, "memory is limited for each process, not for the tree: no cgroup");
        if (limits.Processes is not null && !host.Cgroups.Any(g => g.Processes) && (!confined || host.Uid == 0))
            return new(Control.Limits, Partial, confined ? "RLIMIT_NPROC does not bind root, and there is no cgroup" : "processes are not limited: no cgroup");
        return new(Control.Limits, Enforced, host.Cgroups.Length > 0 ? "rlimits, cgroup, deadline" : "rlimits, deadline");
    }
}
