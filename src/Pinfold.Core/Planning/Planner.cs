using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Planning;

/// <summary>(Policy, HostFacts) → Plan. Pure.</summary>
public static class Planner
{
    private const long DefaultTemp = 4L << 30;
    private static readonly CanonicalPath Temp = CanonicalPath.Parse("/tmp");
    private static readonly CanonicalPath VarTemp = CanonicalPath.Parse("/var/tmp");
    private static readonly CanonicalPath Run = CanonicalPath.Parse("/run");

    /// <summary>
    /// The paths whose kind a backend must look up before it plans: a short list, independent of the workspace's size.
    /// </summary>
    public static ImmutableArray<CanonicalPath> PathsOfInterest(SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var paths = ImmutableArray.CreateBuilder<CanonicalPath>();
        foreach (var rule in policy.DenyRead) if (rule.Path is { } path) paths.Add(path);
        foreach (var rule in policy.Read) if (rule.Path is { } path) paths.Add(path);
        foreach (var root in policy.Write) AddHandoffs(paths, policy, root.Path!.Value);
        paths.Add(VarTemp);
        paths.Add(Run);
        return paths.DrainToImmutable();
    }

    /// <summary>The plan for <paramref name="policy"/> on <paramref name="host"/>.</summary>
    public static Plan For(SandboxPolicy policy, HostFacts host)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(host);
        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        var roots = WritableRoots(policy, host);
        foreach (var group in host.Cgroups) steps.Add(Cgroup(policy.Limits, group));
        var fenced = policy.Profile != Profile.FullAccess;
        var confined = fenced && (host.Account is not null || host.NoUserNamespaces is null);
        if (confined) Confine(steps, policy, host, roots);
        else steps.Add(new PlanStep.CreateNamespaces(Namespaces.None));
        Limit(steps, policy, host, confined);
        if (fenced) Restrict(steps, policy, host, roots, confined);
        var all = steps.DrainToImmutable();
        return new Plan(all, Expectation.Of(policy, host, all));
    }

    private static void Confine(
        ImmutableArray<PlanStep>.Builder steps, SandboxPolicy policy,
        HostFacts host, ImmutableArray<CanonicalPath> roots)
    {
        ImmutableArray<PlanStep> secrets = [.. Secrets(policy, host)];
        var covered = secrets.OfType<PlanStep.Hide>().Select(s => s.Path)
            .Concat(secrets.OfType<PlanStep.PrivateFolder>().Select(s => s.Path));
        var handoffs = HandoffPlan.For(policy, host, roots, covered);
        foreach (var path in handoffs.Absent) steps.Add(new PlanStep.Placeholder(path));
        if (host.Account is not null) steps.AddRange(Grants(host, roots));
        var kinds = Namespaces.Mount | Namespaces.Pid | Namespaces.Ipc | Namespaces.Uts;
        if (host.Account is null) kinds |= Namespaces.User;
        if (policy.Network != NetworkMode.Online) kinds |= Namespaces.Net;
        steps.Add(new PlanStep.CreateNamespaces(kinds));
        steps.Add(new PlanStep.ReadOnlyRoot());
        steps.Add(new PlanStep.PrivateProc(LockControls: host.Uid == 0 && host.Account is null));
        steps.Add(new PlanStep.PrivateDevices());
        ImmutableArray<PlanStep.PrivateFolder> folders = [.. PrivateFolders(policy, host)];
        var outer = roots.Where(root => folders.Any(f => f.Path.IsWithin(root))).ToArray();
        // or it would cover the private folder again
        foreach (var root in outer) steps.Add(new PlanStep.Writable(root));
        steps.AddRange(folders);
        if (host.Account is not null)
            steps.AddRange(OwnerViews(host).Where(view => !folders.Any(f => view.Path.IsWithin(f.Path))));
        foreach (var root in roots) if (!outer.Contains(root)) steps.Add(new PlanStep.Writable(root));
        foreach (var path in handoffs.Pins) steps.Add(new PlanStep.Pin(path));
        foreach (var path in handoffs.ReadOnly) steps.Add(new PlanStep.ReadOnly(path));
        foreach (var path in handoffs.Absent) steps.Add(new PlanStep.ReadOnly(path));
        if (host.KindOf(host.State) == PathKind.Directory)
            steps.Add(new PlanStep.PrivateFolder(host.State, 1 << 20, 0, Sealed: true, Control.Secrets));
        steps.AddRange(secrets);
        if (policy.Network == NetworkMode.Online) return;
        steps.Add(new PlanStep.LoopbackUp());
        if (policy.Network == NetworkMode.Allowlist) steps.Add(EgressPorts.For(policy));
        foreach (var port in policy.Loopback) steps.Add(new PlanStep.ForwardPort(port));
    }

    /// <summary>
    /// What the user alone may enter, seen by the account with the user's rights: the home, and what else leads to a
    /// root.
    /// </summary>
    private static IEnumerable<PlanStep.OwnerView> OwnerViews(HostFacts host) =>
        Closed(host).Where(folder => !host.Unmappable.Contains(folder))
            .Select(folder => new PlanStep.OwnerView(folder));

    private static IEnumerable<PlanStep.GrantAccess> Grants(HostFacts host, ImmutableArray<CanonicalPath> roots) =>
        Closed(host).Where(host.Unmappable.Contains).Select(folder => new PlanStep.GrantAccess(folder, Write: false))
            .Concat(roots.Where(host.Unmappable.Contains).Select(root => new PlanStep.GrantAccess(root, Write: true)));

    private static IEnumerable<CanonicalPath> Closed(HostFacts host) =>
        host.ClosedFolders.Where(folder => !folder.IsWithin(host.Home)).Append(host.Home).Order();

    private static IEnumerable<PlanStep.PrivateFolder> PrivateFolders(SandboxPolicy policy, HostFacts host)
    {
        var temp = policy.Limits.Temp ?? DefaultTemp;
        yield return new(Temp, temp, 0x3FF, Sealed: false, Control.Temp);
        if (host.KindOf(VarTemp) == PathKind.Directory)
            yield return new(VarTemp, temp, 0x3FF, Sealed: false, Control.Temp);
        if (host.KindOf(Run) != PathKind.Directory) yield break;
        yield return new(Run, 64L << 20, 0x1ED, Sealed: false, Control.Sockets);
        yield return new(Run.Combine($"user/{host.Uid}"), 64L << 20, 0x1C0, Sealed: false, Control.Sockets);
    }

    private static void Limit(ImmutableArray<PlanStep>.Builder steps, SandboxPolicy policy,
        HostFacts host, bool confined)
    {
        // the account's limit would count other sessions too
        if (confined && host.Account is null && policy.Limits.Processes is { } processes)
            // the sandbox's own first process
            steps.Add(new PlanStep.Limit(LimitedResource.Processes, (ulong)processes + 1));
        if (policy.Limits.Memory is { } memory && !host.Cgroups.Any(g => g.Memory))
            steps.Add(new PlanStep.Limit(LimitedResource.Data, (ulong)memory));
    }

    private static void Restrict(
        ImmutableArray<PlanStep>.Builder steps, SandboxPolicy policy,
        HostFacts host, ImmutableArray<CanonicalPath> roots, bool confined)
    {
        // 0 would not stop a core handler that is a program (core(5))
        steps.Add(new PlanStep.Limit(LimitedResource.Core, 1));
        steps.Add(new PlanStep.DropCapabilities(host.Account));
        steps.Add(new PlanStep.NoNewPrivileges());
        if (host.LandlockAbi > 0) steps.Add(Landlock(policy, host, roots, confined));
        if (!host.Seccomp) return;
        var rules = confined && host.SeccompNotify ? SyscallRules.SuperviseConnect : SyscallRules.NoUnix;
        if (!confined && policy.Network != NetworkMode.Online) rules |= SyscallRules.NoInet;
        if (confined && policy.Network == NetworkMode.Online && host.LandlockAbi < 6) rules |= SyscallRules.NoAbstract;
        if (confined && host.LandlockAbi < 6) rules |= SyscallRules.NoGroupSignals;
        steps.Add(new PlanStep.Seccomp(rules));
    }

    private static PlanStep.Landlock Landlock(
        SandboxPolicy policy, HostFacts host, ImmutableArray<CanonicalPath> roots, bool confined)
    {
        var handled = LandlockAccess.HandledFs(host.LandlockAbi);
        var rules = ImmutableArray.CreateBuilder<LandlockRule>();
        rules.Add(new(CanonicalPath.Root, LandlockAccess.Read & handled));
        foreach (var root in roots)
        {
            var kinds = host.KindOf(root) is PathKind.File or PathKind.Other
                ? LandlockAccess.File
                : LandlockAccess.Write;
            rules.Add(new(root, LandlockAccess.Write & kinds & handled));
        }

        rules.Add(new(Temp, LandlockAccess.Write & handled));
        if (confined)
        {
            rules.Add(new(VarTemp, LandlockAccess.Write & handled));
            rules.Add(new(Run, LandlockAccess.Write & handled));
            rules.Add(new(CanonicalPath.Parse("/dev"), LandlockAccess.Device & handled));
            rules.Add(new(CanonicalPath.Parse("/dev/shm"), LandlockAccess.Write & handled));
            rules.Add(new(CanonicalPath.Parse("/proc"), 0x2 & handled)); // a process's own controls
        }
        else
        {
            foreach (var device in (string[])["/dev/null", "/dev/zero", "/dev/full", "/dev/tty"])
                // a file has no READ_DIR
                rules.Add(new(CanonicalPath.Parse(device), (LandlockAccess.Device & ~0x8UL) & handled));
        }

        var net = confined || policy.Network == NetworkMode.Online ? 0 : LandlockAccess.HandledNet(host.LandlockAbi);
        return new(handled, net, LandlockAccess.Scoped(host.LandlockAbi), rules.DrainToImmutable());
    }

    /// <summary>The policy's literal roots that can be written on this host.</summary>
    public static ImmutableArray<CanonicalPath> RootsOf(SandboxPolicy policy,
        ImmutableArray<CanonicalPath> readOnlyRoots)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Profile != Profile.WorkspaceWrite) return [];
        return [.. policy.Write.Select(r => r.Path!.Value)
            .Where(p => p != Temp && !readOnlyRoots.Contains(p)).Distinct().Order()];
    }

    /// <summary>Literal roots, outer before inner, and the git directories that a verified worktree needs.</summary>
    private static ImmutableArray<CanonicalPath> WritableRoots(SandboxPolicy policy, HostFacts host)
    {
        var roots = new SortedSet<CanonicalPath>(
            RootsOf(policy, host.ReadOnlyRoots).Where(root => host.KindOf(root) != PathKind.Missing));
        if (roots.Count == 0) return [];
        foreach (var git in host.GitDirectories)
        {
            if (!git.Verified) continue;
            foreach (var path in (CanonicalPath[])[git.CommonDir, git.Path])
                if (!roots.Any(path.IsWithin)) roots.Add(path);
        }

        return [.. roots];
    }

    private static PlanStep.JoinCgroup Cgroup(Limits limits, CgroupFacts group) => new(
        group.Folder,
        // the sandbox's own first process
        group.Processes && limits.Processes is { } processes ? (ulong)processes + 1 : 0,
        group.Memory && limits.Memory is { } memory ? (ulong)memory : 0);

    /// <summary>Outer before inner: what is hidden in something revealed stays hidden.</summary>
    private static IEnumerable<PlanStep> Secrets(SandboxPolicy policy, HostFacts host)
    {
        foreach (var rule in policy.DenyRead.Where(r => r.Path is not null).OrderBy(r => r.Prefix))
        {
            var path = rule.Prefix;
            if (policy.DeniesRead(path) is null) continue;
            if (host.BehindLinks.TryGetValue(path, out var real))
            {
                yield return new PlanStep.Hide(real, host.KindOf(real) == PathKind.Directory);
                continue;
            }

            if (host.KindOf(path) is PathKind.Missing or PathKind.Symlink) continue;
            CanonicalPath[] revealed = policy.Read.IsEmpty
                ? []
                : [.. policy.Read.Select(r => r.Path).OfType<CanonicalPath>()
                    .Where(p => p != path && policy.ReopenerOf(rule, p) is not null
                        && host.KindOf(p) is PathKind.File or PathKind.Directory)
                    .Distinct().Order()];
            if (revealed.Length == 0)
            {
                yield return new PlanStep.Hide(path, host.KindOf(path) == PathKind.Directory);
                continue;
            }

            yield return new PlanStep.PrivateFolder(path, 1 << 20, 0x1C0, Sealed: false, Control.Secrets);
            foreach (var inside in revealed) yield return new PlanStep.Reveal(inside);
            yield return new PlanStep.ReadOnly(path);
        }

        foreach (var path in host.AuditedSecrets ?? [])
            if (policy.DeniesRead(path) is not null)
                yield return new PlanStep.Hide(path, host.KindOf(path) == PathKind.Directory);
    }

    private static void AddHandoffs(ImmutableArray<CanonicalPath>.Builder paths, SandboxPolicy policy,
        CanonicalPath root)
    {
        paths.Add(root);
        paths.Add(root.Combine(".git"));
        foreach (var rule in policy.Protect) paths.Add(root.Combine(rule.Name));
        foreach (var rule in policy.ProtectPaths)
        {
            paths.Add(rule.Path!.Value);
            paths.Add(rule.Path.Value.Parent);
        }
    }
}
