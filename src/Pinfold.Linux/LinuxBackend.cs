using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Protocol;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Workspace;

namespace Pinfold.Linux;

/// <summary>Applies plans on this Linux host, without privileges.</summary>
public static class LinuxBackend
{
    /// <summary>Looks up what planning needs to know. Cost does not depend on the size of the workspace.</summary>
    /// <param name="policy">The policy to plan for.</param>
    /// <param name="home">The user's home folder, without symbolic links.</param>
    /// <param name="state">Pinfold's own state folder.</param>
    /// <param name="elevated">What the broker says, for elevated mode.</param>
    public static HostFacts Gather(SandboxPolicy policy, CanonicalPath home, CanonicalPath state,
        BrokerStatus? elevated = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var paths = new Dictionary<CanonicalPath, PathKind>();
        foreach (var path in Planner.PathsOfInterest(policy)) paths[path] = PathProbe.KindOf(path);
        paths[state] = PathProbe.KindOf(state);
        var links = new Dictionary<CanonicalPath, CanonicalPath>();
        foreach (var rule in policy.DenyRead)
        {
            if (rule.Path is not { } path || paths[path] == PathKind.Missing
                || PathProbe.BehindLinks(path) is not { } real)
                continue;
            links[path] = real;
            paths[real] = PathProbe.KindOf(real);
        }

        ImmutableArray<CanonicalPath> readOnly =
            [.. policy.Write.Select(r => r.Path!.Value).Where(PathProbe.IsReadOnly)];
        var roots = Planner.RootsOf(policy, readOnly);
        var known = WorkspaceKnowledge.Of(AuditHost.Instance, policy, state, roots);
        var git = GitDiscovery.Find(AuditHost.Instance, roots, home, known.Repositories);
        var own = OwnPrograms.In(roots).ToArray();
        foreach (var (path, kind) in git.Kinds.Concat(known.Kinds)
            .Concat(own.Select(o => KeyValuePair.Create(o.Path, o.Kind))))
            paths[path] = kind;
        var account = AccountOf(elevated, policy.Network);
        ImmutableArray<CanonicalPath> closed = elevated is null
            ? []
            : [.. roots.Select(PathProbe.OutermostClosed).OfType<CanonicalPath>().Distinct()];
        return new HostFacts
        {
            Kernel = Kernel.Release,
            LandlockAbi = Kernel.LandlockAbi,
            NoUserNamespaces = Kernel.NoUserNamespaces,
            Seccomp = Kernel.Seccomp,
            SeccompNotify = Kernel.SeccompNotify,
            Proc = Kernel.Proc,
            Uid = Libc.GetUid(),
            Gid = Libc.GetGid(),
            Account = account,
            ClosedFolders = closed,
            Unmappable = elevated is null
                ? []
                : [.. roots.Concat(closed).Append(home).Distinct().Where(p => !IdMapProbe.Knows(p))],
            Home = home,
            State = state,
            Paths = paths,
            BehindLinks = links,
            Cgroups = [.. CgroupProbe.For(policy.Limits, elevated is null && Libc.GetUid() != 0,
                elevated?.Cgroups.Where(c => c.IsFor(account!.Uid)))],
            ReadOnlyRoots = readOnly,
            GitDirectories = git.Directories,
            GitProtected = git.Protected,
            KnownHandoffs = [.. known.Handoffs, .. own.Select(o => o.Path)],
            AuditedSecrets = known.Secrets,
        };
    }

    private static AccountFacts? AccountOf(BrokerStatus? status, NetworkMode network) =>
        (network == NetworkMode.Online ? status?.Online : status?.Offline) is { } account
            ? new(account.Name, account.Uid, account.Gid)
            : null;

    /// <summary>Builds the fence and starts the command. The caller disposes the result, which ends the tree.</summary>
    public static RunningCommand Start(Plan plan, LaunchRequest request)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(request);
        return Processes.Launcher.Start(plan, request);
    }
}
