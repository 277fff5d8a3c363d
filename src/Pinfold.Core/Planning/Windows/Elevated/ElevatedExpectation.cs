using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using static Pinfold.Core.Enforcement.Control;
using static Pinfold.Core.Enforcement.EnforcementStatus;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// What a plan of the elevated mode will enforce when all of its steps succeed: the one place where a claim of this
/// mode is made.
/// </summary>
internal sealed class ElevatedExpectation
{
    private const string NotAudited =
        "existing names, and absent ones at the top of a root, are kept; new ones deeper in it can be made, and whether the audit afterwards can move what an account owns was never tried";

    private readonly SandboxPolicy _policy;
    private readonly WindowsHostFacts _host;
    private readonly WindowsInstallation _installed;
    private readonly ImmutableArray<WindowsStep> _steps;
    private readonly SortedDictionary<Control, string> _remedies = [];
    private readonly bool _hasToken;

    private ElevatedExpectation(SandboxPolicy policy, WindowsHostFacts host, WindowsInstallation installed,
        ImmutableArray<WindowsStep> steps)
    {
        (_policy, _host, _installed, _steps) = (policy, host, installed, steps);
        _hasToken = steps.Any(
            s => s is WindowsStep.LogOn t && t.Level == FenceLevel.Sid && !t.RestrictingSids.Contains(t.Account.Sid)
            && !t.Groups.Contains(host.User) && t.RestrictingSids.Contains(t.Account.Network));
    }

    internal static WindowsPlan Of(
        SandboxPolicy policy, WindowsHostFacts host, WindowsInstallation installed,
        ImmutableArray<WindowsStep> steps, WindowsRoots roots,
        WindowsNames names, WindowsSecrets secrets, ElevatedGrants grants)
    {
        var plan = new ElevatedExpectation(policy, host, installed, steps);
        ImmutableArray<ControlReport> controls =
        [
            plan.WritesOf(roots, grants), plan.HandoffsOf(roots, names), plan.SecretsOf(secrets),
            plan.Unfenced(Temp) ?? (plan.Has<WindowsStep.PrivateTemp>()
                ? new(Temp, Enforced, "private folder")
                : new(Temp, NotEnforced, $"{WindowsPath.ToWin32(host.Temp)} is on a volume without access lists")),
            plan.NetworkOf(), plan.SocketsOf(), plan.ProcessesOf(),
            steps.Any(s => s is WindowsStep.CreateJob j && j.Limits.HasFlag(JobLimits.KillOnJobClose))
                ? new(Tree, Enforced, "a job without breakaway, closed with the broker's handle")
                : new(Tree, NotEnforced, "no job"),
            plan.Unfenced(Control.Privileges)
                ?? new(Control.Privileges, Enforced, "another account; no privilege but SeChangeNotify"),
            new(Syscalls, NotEnforced, "Windows has no filter for system calls", Asked: false),
            new(Descriptors, plan.Has<WindowsStep.PassHandles>() ? Enforced : NotEnforced, "a list of handles"),
            new(Control.Environment, plan.Has<WindowsStep.FilterEnvironment>() ? Enforced : NotEnforced,
                "filtered by the policy's rules"),
            WindowsExpectation.LimitsOf(policy, steps),
        ];
        return new(steps, new(controls), plan._remedies.ToImmutableSortedDictionary());
    }

    private ControlReport WritesOf(WindowsRoots roots, ElevatedGrants grants)
    {
        if (Unfenced(Writes) is { } report) return report;
        var notes = string.Concat(roots.Unusable.Concat(grants.Open).Select(r => $"; {r}"));
        string[] bare = [.. _host.Volumes.Where(v => !v.HasAcls)
            .Select(v => $"{WindowsPath.ToWin32(v.Root)} ({v.FileSystem}) has no access lists and can be written")];
        if (bare.Length == 0)
            return new(Writes, Enforced,
                $"another account, write-restricted token, level {FenceLevel.Rid}{notes}{WindowsExpectation.CostOf(roots)}");
        _remedies[Writes] = "take the volume out, or give it NTFS";
        return new(Writes, Partial, $"another account, write-restricted token, level {FenceLevel.Rid}; {string.Join("; ", bare)}{notes}{WindowsExpectation.CostOf(roots)}");
    }

    private ControlReport HandoffsOf(WindowsRoots roots, WindowsNames names)
    {
        if (Unfenced(Handoffs) is { } report) return report;
        if (roots.Usable.IsEmpty) return new(Handoffs, Enforced, "nothing is writable");
        _remedies[Handoffs] = names.Open.IsEmpty
            ? "look at what a command made, and accept = [\"handoffs\"]"
            : "make yourself the owner of what is named";
        return new(Handoffs, Partial, string.Join("; ", names.Open.Append(NotAudited)));
    }

    private ControlReport SecretsOf(WindowsSecrets secrets)
    {
        if (Unfenced(Secrets) is { } report) return report;
        var open = secrets.Open.ToList();
        if (_policy.DenyRead.Any(r => r.Glob is not null))
            open.Add("of what patterns in deny_read match in the roots, only what the last audit found is hidden");
        if (open.Count == 0)
            return new(Secrets, Enforced,
                "another account, which your profile grants nothing; labels in what it may read");
        _remedies[Secrets] = "name the paths without a pattern, and no links";
        return new(Secrets, Partial, string.Join("; ", open));
    }

    private ControlReport NetworkOf()
    {
        var isAsked = _policy.Network != NetworkMode.Online;
        if (Unfenced(Network) is { } report) return report with { Asked = isAsked };
        if (!isAsked) return new(Network, NotEnforced, "the policy asks for the host's network", Asked: false);
        _remedies[Network] = "accept = [\"network\"]";
        if (_installed.EqualSublayers.IsEmpty)
            return new(Network, Partial,
                $"{Reached()}; services that connect for others in their own name "
                + "(SMB and WebDAV redirectors, BITS), and echo requests, which the kernel sends, are not held back by filters on an account; "
                + "names may be looked up: the filter on calls of the DNS client service is there, but may not be shown local ones");
        _remedies[Network] = $"let the other program use a lower weight; or {_remedies[Network]}";
        return new(Network, NotEnforced,
            $"another program's filters may come first: {string.Join(", ", _installed.EqualSublayers)}");
    }

    private string Reached()
    {
        var ports = _installed.Loopback.IsEmpty
            ? ""
            : $"loopback port {string.Join(", ", _installed.Loopback.Order())}";
        if (_policy.Network != NetworkMode.Allowlist)
            return ports.Length == 0 ? "commands reach nothing" : $"commands reach {ports} and nothing else";
        return $"commands reach{(ports.Length == 0 ? "" : $" {ports}, and")} their own egress proxy on one of 127.0.0.1:{ProxyPorts.RowOf(_installed.ProxyPort)}, and nothing else";
    }

    private ControlReport SocketsOf()
    {
        if (Unfenced(Sockets) is { } report) return report;
        _remedies[Sockets] = "accept = [\"sockets\"]";
        return new(Sockets, Partial,
            "pipes and sockets of yours cannot be written; servers that let every account in (RPC, COM) decide by themselves");
    }

    private ControlReport ProcessesOf()
    {
        if (Unfenced(Processes) is { } report) return report;
        return Has<WindowsStep.CreateWindowStation>() && Has<WindowsStep.CreateDesktop>()
            ? new(Processes, Enforced, "another account: your programs and other sessions are seen, and neither read, changed, driven nor ended; a desktop of its own")
            : new(Processes, NotEnforced, "no desktop of its own");
    }

    private ControlReport? Unfenced(Control control)
    {
        if (!_hasToken) return new(control, NotEnforced, "no restricted token of another account");
        if (!_host.TokenGaps.IsEmpty)
            return new(control, NotEnforced,
                $"this system does not keep what a token is asked for: {string.Join("; ", _host.TokenGaps)}");
        if (_installed.Faults.IsEmpty) return null;
        _remedies[control] = "pinfold doctor --fix";
        return new(control, NotEnforced, $"the set-up is not whole: {string.Join(", ", _installed.Faults)}");
    }

    private bool Has<T>()
        where T : WindowsStep => _steps.Any(s => s is T);
}
