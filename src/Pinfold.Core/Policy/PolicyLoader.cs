using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>Layers → one policy. Pure: the caller reads the files.</summary>
public static class PolicyLoader
{
    /// <summary>Merges the layers; each may only tighten the one before, flags are the user's.</summary>
    /// <param name="sources">Machine, user and project files that exist; at most one of each.</param>
    /// <param name="flags">The command line's. Its paths are absolute and literal.</param>
    /// <param name="workspace">The workspace, without symbolic links.</param>
    /// <param name="home">The user's home folder, without symbolic links.</param>
    /// <param name="own">Pinfold's own folders besides the usual ones: its state, where <c>XDG_STATE_HOME</c> moved it,
    /// and those of policies.</param>
    /// <param name="needsRoots">False: nothing is to be run, so that a workspace that can be no writable root, as
    /// <c>/</c>, is none.</param>
    public static PolicyResult Load(
        IReadOnlyList<PolicySource> sources, PolicyFlags flags, CanonicalPath workspace, CanonicalPath home,
        IReadOnlyList<CanonicalPath>? own = null, bool needsRoots = true)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(flags);
        if (sources.Any(s => s.Layer is not (PolicyLayer.Machine or PolicyLayer.User or PolicyLayer.Project))
            || sources.DistinctBy(s => s.Layer).Count() < sources.Count)
            throw new ArgumentException("one source for each of the layers machine, user and project", nameof(sources));
        var faults = new DiagnosticBag();
        var paths = new PathSyntax(workspace, home, faults);
        LayerRules Of(PolicyLayer layer) =>
            sources.FirstOrDefault(s => s.Layer == layer) is { } source
                ? LayerReader.Read(source, paths, faults)
                : new();
        var machine = Of(PolicyLayer.Machine);
        var merge = new PolicyMerge(
            BuiltInLists.Rules(workspace, home), machine, Of(PolicyLayer.User),
            FlagReader.Read(flags, paths, faults), Of(PolicyLayer.Project), faults);
        IReadOnlyList<CanonicalPath> folders = [.. Folders(home), .. own ?? []];
        var policy = merge.Merge(paths, folders);
        policy = RootCheck.Check(policy, merge.SaidRoots, home, folders, needsRoots, faults);
        if (!faults.IsEmpty) return new(null, faults.ToImmutable());
        var ceiling = machine.Ordered.GetValueOrDefault(PolicyKey.Mode)?.Value ?? (long)NetworkMode.Online;
        return new(policy with { Hash = policy.ComputeHash() }, []) { NetworkCeiling = (NetworkMode)ceiling };
    }

    private static IEnumerable<CanonicalPath> Folders(CanonicalPath home)
    {
        yield return CanonicalPath.Parse("/etc/pinfold");
        yield return home.Combine(".config/pinfold");
        yield return home.Combine(".local/state/pinfold");
    }
}
