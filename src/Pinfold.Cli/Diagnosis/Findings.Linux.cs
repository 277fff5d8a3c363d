using Pinfold.Cli.Policies;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Diagnosis;

/// <summary>What stands between this host and the whole fence, with the fix of each.</summary>
internal static class Findings
{
    /// <summary>The newest Landlock ABI whose rights the planner uses (landlock(7)): scopes came with 6.</summary>
    private const int ScopedAbi = 6;

    internal static List<Finding> Of(Fence fence)
    {
        var (policy, host, plan) = fence;
        var findings = new List<Finding>();
        if (!host.Proc)
            findings.Add(new("/proc is not mounted, so that nothing can be learned about the kernel",
                "mount -t proc proc /proc"));
        else if (host.NoUserNamespaces is { } reason)
            findings.Add(new($"an ordinary user gets no user namespace: {reason}", Namespaces(reason)));
        if (host.LandlockAbi == 0)
            findings.Add(new("the kernel has no Landlock",
                "use Linux 5.13 or newer, and boot with landlock in the list of 'lsm='"));
        else if (host.LandlockAbi < ScopedAbi)
            findings.Add(new($"Landlock is of ABI {host.LandlockAbi}: the second layer does not cover everything",
                "use Linux 6.12 or newer; until then the namespaces hold alone"));
        if (!host.Seccomp)
            findings.Add(new("the kernel loads no seccomp filter",
                "use a kernel with CONFIG_SECCOMP_FILTER, or a container that allows seccomp(2)"));
        else if (!host.SeccompNotify)
            findings.Add(new("the kernel does not supervise connect(2): Unix sockets are refused altogether",
                "use Linux 5.5 or newer"));
        if (policy.GuardDeletions is not null)
            findings.Add(new("guard.deletions is not counted by this version",
                "remove it, or accept the gap in your own policy: accept = [\"limits\"]"));
        else if (plan.Expected[Control.Limits].Status != EnforcementStatus.Enforced
            && (policy.Limits.Memory ?? policy.Limits.Processes) is not null)
        {
            findings.Add(new($"limits: {plan.Expected[Control.Limits].Reason}",
                "start pinfold in a cgroup that is yours: systemd-run --user --scope -p Delegate=yes pinfold run …"));
        }

        if (policy.DenyRead.Any(r => r.Glob is not null))
            findings.Add(new($"secrets: {plan.Expected[Control.Secrets].Reason}",
                "name the paths in deny_read, or accept the gap in your own policy: accept = [\"secrets\"]"));
        return findings;
    }

    private static string Namespaces(string reason) => reason switch
    {
        _ when reason.Contains("max_user_namespaces", StringComparison.Ordinal) =>
            "sudo sysctl -w user.max_user_namespaces=15000",
        _ when reason.Contains("unprivileged_userns_clone", StringComparison.Ordinal) =>
            "sudo sysctl -w kernel.unprivileged_userns_clone=1",
        _ when reason.Contains("apparmor", StringComparison.OrdinalIgnoreCase) =>
            "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile for pinfold-launcher with 'userns,'",
        _ => "ask the administrator to allow user namespaces",
    };
}
