using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;
using static Pinfold.Core.Enforcement.Control;
using static Pinfold.Core.Enforcement.EnforcementStatus;

namespace Pinfold.Core.Planning;

/// <summary>
/// What a plan will enforce on a host when all of its steps succeed. The one place where a claim is made.
/// </summary>
/// <remarks>A claim rests on the steps that are in the plan, not on what the planner meant: without its step there is
/// no claim.</remarks>
internal sealed class Expectation
{
    private readonly SandboxPolicy _policy;
    private readonly HostFacts _host;
    private readonly ImmutableArray<PlanStep> _steps;
    private readonly bool _mounts, _pids, _net;
    private readonly PlanStep.Landlock? _landlock;
    private readonly PlanStep.Seccomp? _seccomp;
    private readonly string _without;

    private Expectation(SandboxPolicy policy, HostFacts host, ImmutableArray<PlanStep> steps)
    {
        (_policy, _host, _steps) = (policy, host, steps);
        var kinds = steps.OfType<PlanStep.CreateNamespaces>()
            .Aggregate(Namespaces.None, (all, step) => all | step.Kinds);
        _mounts = kinds.HasFlag(Namespaces.Mount) && (kinds.HasFlag(Namespaces.User) || host.Account is not null)
            && Has<PlanStep.ReadOnlyRoot>() && Has<PlanStep.PrivateDevices>();
        _pids = kinds.HasFlag(Namespaces.Pid);
        _net = kinds.HasFlag(Namespaces.Net);
        _landlock = steps.OfType<PlanStep.Landlock>().FirstOrDefault();
        _seccomp = steps.OfType<PlanStep.Seccomp>().FirstOrDefault();
        _without = $"no user namespace: {host.NoUserNamespaces ?? "not in the plan"}";
    }

    private string Landlock => _landlock is null ? "no Landlock" : $"Landlock ABI {_host.LandlockAbi}";

    private string LandlockAlone =>
        _landlock is null ? "no Landlock" : $"{Landlock} does not cover chmod, utimensat and setxattr";

    internal static EnforcementReport Of(SandboxPolicy policy, HostFacts host, ImmutableArray<PlanStep> steps)
    {
        var plan = new Expectation(policy, host, steps);
        return new(policy.Profile == Profile.FullAccess ? plan.NoFence() : plan.Fence());
    }

    /// <summary>The user asked for no fence, and there is none: nothing holds, and nothing is missing.</summary>
    private ImmutableArray<ControlReport> NoFence() =>
    [
        .. Enum.GetValues<Control>().Select(control => control == Control.Limits
            ? LimitsOf() with { Asked = false }
            : new ControlReport(control, NotEnforced, "the profile full-access asks for no fence", Asked: false)),
    ];

    private ImmutableArray<ControlReport> Fence() =>
    [
        new(Writes,
            _mounts && _landlock is not null ? Enforced
            : _mounts ? Partial
            : _landlock is not null && _host.LandlockAbi >= 3 ? Partial : NotEnforced,
            !_mounts ? $"{LandlockAlone}; {_without}"
            : _landlock is null
                ? $"mount namespace; no Landlock, so that named pipes outside can be written{Missing()}"
                : $"mount namespace, {Landlock}{Missing()}{Granted()}"),
        new(Handoffs, _mounts ? Enforced : NotEnforced,
            _mounts ? "read-only mounts, audit after the command" : _without),
        SecretsOf(),
        new(Temp, HasPrivateTemp() ? Enforced : NotEnforced,
            HasPrivateTemp() ? "private tmpfs" : $"/tmp is shared; {_without}"),
        NetworkOf(),
        SocketsOf(),
        ProcessesOf(),
        TreeOf(),
        PrivilegesOf(),
        new(Syscalls, _seccomp is null ? NotEnforced : Enforced, _seccomp is null ? "no seccomp" : "seccomp filter"),
        new(Descriptors, Enforced, "all but standard input, output and error are closed"),
        new(Control.Environment, Enforced, "filtered by the policy's rules"),
        LimitsOf(),
    ];

    private string Granted() => string.Concat(_steps.OfType<PlanStep.GrantAccess>().Where(g => g.Write)
        .Select(g => $"; {g.Path} by access list, as its file system cannot be idmapped: what is made there belongs to {_host.Account?.Name}"));

    private string Missing()
    {
        var missing = "";
        foreach (var root in Planner.RootsOf(_policy, _host.ReadOnlyRoots))
            if (_host.KindOf(root) == PathKind.Missing) missing += $"; {root} is missing and so not writable";
        return missing;
    }

    private bool HasPrivateTemp() => _mounts && _steps.Any(s => s is PlanStep.PrivateFolder { Path.Value: "/tmp" });

    private ControlReport SecretsOf()
    {
        if (!_mounts) return new(Secrets, NotEnforced, _without);
        if (_host.KindOf(_host.State) == PathKind.Directory
            && !_steps.Any(s => s is PlanStep.PrivateFolder { Sealed: true } p && p.Path == _host.State))
            return new(Secrets, Partial, "Pinfold's own state can be read");
        if (_policy.DenyRead.Any(r => r.Glob is not null))
        {
            return new(Secrets, Partial, _host.AuditedSecrets is null
                ? "what patterns in deny_read match is not known before the first audit: 'pinfold audit' finds and hides it, and what is made later stays a gap to accept"
                : "of what patterns in deny_read match, only what the last audit found is hidden");
        }

        foreach (var rule in _policy.DenyRead)
        {
            if (rule.Path is { } path && _host.KindOf(path) == PathKind.Symlink && !_host.BehindLinks.ContainsKey(path)
                && _policy.DeniesRead(path) is not null)
                return new(Secrets, Partial, $"{path} is a symbolic link: what it leads to is not hidden");
        }

        return new(Secrets, Enforced, "covered by empty mounts");
    }

    private ControlReport NetworkOf() => _policy.Network switch
    {
        NetworkMode.Online => new(Network, NotEnforced, _host.Account is { } online
            ? $"the policy asks for the host's network; the firewall keeps {online.Name} from this machine's own services"
            : "the policy asks for the host's network", Asked: false),
        NetworkMode.Allowlist when !_net || !Has<PlanStep.Egress>() =>
            new(Network, NotEnforced, $"the egress proxy needs a network namespace; {_without}"),
        NetworkMode.Allowlist when _seccomp is not null =>
            new(Network, Enforced, "network namespace; the egress proxy alone leads out"),
        _ when _net && _seccomp is not null => new(Network, Enforced, _host.Account is { } account
            ? $"network namespace with a private loopback; the firewall lets nothing of {account.Name} out"
            : "network namespace with a private loopback"),
        _ when _net => new(Network, Partial, "network namespace, but no seccomp: AF_VSOCK reaches the machine's host"),
        _ when _seccomp?.Rules.HasFlag(SyscallRules.NoInet) == true =>
            new(Network, Enforced, "Internet sockets are refused by seccomp"),
        _ => new(Network, NotEnforced, "neither network namespace nor seccomp"),
    };

    private ControlReport SocketsOf()
    {
        if (_seccomp?.Rules.HasFlag(SyscallRules.SuperviseConnect) == true)
            return new(Sockets, Enforced, "connect(2) is supervised");
        return _seccomp?.Rules.HasFlag(SyscallRules.NoUnix) == true
            ? new(Sockets, Enforced, "AF_UNIX is refused")
            : new(Sockets, NotEnforced, "no seccomp");
    }

    private ControlReport ProcessesOf()
    {
        if (_pids && _mounts && Has<PlanStep.PrivateProc>())
        {
            return _landlock is { Scoped: not 0 } || _seccomp?.Rules.HasFlag(SyscallRules.NoGroupSignals) == true
                ? new(Processes, Enforced,
                    _host.Account is { } account ? $"pid namespace, account {account.Name}" : "pid namespace")
                : new(Processes, Partial,
                    "pid namespace, but a signal to the own process group reaches the caller's: "
                        + "neither Landlock ABI 6 nor seccomp");
        }

        return _landlock is { Scoped: not 0 } && _seccomp is not null
            ? new(Processes, Partial, $"{Landlock} stops signals and tracing, other processes stay visible; {_without}")
            : new(Processes, NotEnforced, $"{Landlock}; {_without}");
    }

    private ControlReport TreeOf()
    {
        if (_pids) return new(Tree, Enforced, "pid namespace");
        return _host.Proc
            ? new(Tree, Partial, $"the tree survives kill -9 of pinfold; {_without}")
            : new(Tree, NotEnforced, $"daemons survive the command, as there is no /proc to find them in; {_without}");
    }

    private ControlReport PrivilegesOf()
    {
        if (!Has<PlanStep.NoNewPrivileges>() || !Has<PlanStep.DropCapabilities>())
            return new(Privileges, NotEnforced, "privileges are kept");
        return _seccomp is null
            ? new(Privileges, Partial, "no seccomp: nested namespaces are possible")
            : new(Privileges, Enforced, "no_new_privs, no capabilities, no nested namespaces");
    }

    private ControlReport LimitsOf()
    {
        if (_policy.GuardDeletions is not null)
            return new(Control.Limits, Partial, "guard.deletions is not counted by this version");
        var limits = _policy.Limits;
        PlanStep.JoinCgroup[] groups =
            [.. _steps.OfType<PlanStep.JoinCgroup>().Where(g => g.Processes != 0 || g.Memory != 0)];
        if (limits.Memory is not null && !groups.Any(g => g.Memory != 0))
        {
            return Has(LimitedResource.Data)
                ? new(Control.Limits, Partial, "memory is limited for each process, not for the tree: no cgroup")
                : new(Control.Limits, NotEnforced, "memory is not limited");
        }

        if (limits.Processes is not null && !groups.Any(g => g.Processes != 0)
            && (!_mounts || _host.Uid == 0 || !Has(LimitedResource.Processes)))
        {
            return new(Control.Limits, Partial,
                _host.Account is not null
                    ? "RLIMIT_NPROC would count other sessions of the account, and there is no cgroup"
                : _mounts
                    ? "RLIMIT_NPROC does not bind root, and there is no cgroup"
                    : "processes are not limited: no cgroup");
        }

        if (limits.Temp is not null && !HasPrivateTemp())
            return new(Control.Limits, Partial, "temporary files are not limited: /tmp is shared");
        return new(Control.Limits, Enforced, groups.Length > 0 ? "rlimits, cgroup, deadline" : "rlimits, deadline");
    }

    private bool Has<T>()
        where T : PlanStep => _steps.Any(s => s is T);

    private bool Has(LimitedResource resource) =>
        _steps.Any(s => s is PlanStep.Limit limit && limit.Resource == resource);
}
