using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Planning;

/// <summary>How hand-off names are kept: existing ones read-only, absent ones taken, their ancestors pinned.</summary>
/// <param name="Pins">Folders bound on themselves, outer first.</param>
/// <param name="ReadOnly">Existing names.</param>
/// <param name="Absent">Names to take with a placeholder.</param>
internal sealed record HandoffPlan(
    ImmutableArray<CanonicalPath> Pins, ImmutableArray<CanonicalPath> ReadOnly, ImmutableArray<CanonicalPath> Absent)
{
    private const string GitPrefix = ".git/";

    /// <param name="policy">The policy.</param>
    /// <param name="host">What is there.</param>
    /// <param name="roots">Writable roots.</param>
    /// <param name="covered">Paths that are covered where they are: moved elsewhere, the next command would find them
    /// bare.</param>
    internal static HandoffPlan For(SandboxPolicy policy, HostFacts host, ImmutableArray<CanonicalPath> roots,
        IEnumerable<CanonicalPath> covered)
    {
        var readOnly = new SortedSet<CanonicalPath>();
        var absent = new SortedSet<CanonicalPath>();
        foreach (var root in Planner.RootsOf(policy, host.ReadOnlyRoots))
        {
            Sort(host, root.Combine(".git"), readOnly, absent);
            foreach (var rule in policy.Protect)
            {
                if (!rule.Name.StartsWith(GitPrefix, StringComparison.Ordinal))
                    Sort(host, root.Combine(rule.Name), readOnly, absent);
            }
        }

        foreach (var rule in policy.ProtectPaths)
            if (roots.Any(rule.Path!.Value.IsWithin)) Sort(host, rule.Path.Value, readOnly, absent);

        var git = host.GitDirectories.Where(g => roots.Any(g.Path.IsWithin)).ToArray();
        if (!policy.Protect.Any(p => p.Name == ".git"))
        {
            foreach (var directory in git)
            {
                absent.Remove(directory.Path);
                readOnly.Remove(directory.Path);
            }
        }

        var released = Released(policy, git);
        foreach (var path in host.GitProtected)
            if (roots.Any(path.IsWithin) && !released.Contains(path)) Sort(host, path, readOnly, absent);
        foreach (var path in host.KnownHandoffs)
            if (roots.Any(path.IsWithin) && host.KindOf(path) != PathKind.Missing && !git.Any(g => g.Path == path))
                readOnly.Add(path);

        var pins = new SortedSet<CanonicalPath>();
        foreach (var directory in git)
            if (!roots.Contains(directory.Path)) pins.Add(directory.Path);
        var seen = new HashSet<CanonicalPath>();
        foreach (var path in readOnly.Concat(absent).Concat(pins.ToArray()).Concat(covered).Concat(OwnState(host)))
            PinAncestors(path, roots, pins, seen);
        return new([.. pins], [.. readOnly], [.. absent]);
    }

    /// <summary>
    /// What <c>unprotect</c> took off the list (Policy/BuiltIn/handoffs.txt), in every git directory.
    /// </summary>
    private static HashSet<CanonicalPath> Released(SandboxPolicy policy, GitDirectory[] git)
    {
        var names = GitNames.Of(GitNameScope.Common)
            .Where(n => !policy.Protect.Any(p => p.Name == GitPrefix + n.Name)).ToArray();
        return [.. git.Where(g => g.Path == g.CommonDir).SelectMany(g => names.Select(n => g.Path.Combine(n.Name)))];
    }

    /// <summary>It is covered, not written; but another folder at its path would be believed next time.</summary>
    private static IEnumerable<CanonicalPath> OwnState(HostFacts host)
    {
        if (host.KindOf(host.State) == PathKind.Directory) yield return host.State;
    }

    private static void Sort(HostFacts host, CanonicalPath path, SortedSet<CanonicalPath> readOnly,
        SortedSet<CanonicalPath> absent)
    {
        if (host.KindOf(path) != PathKind.Missing) readOnly.Add(path);
        else if (host.KindOf(path.Parent) is PathKind.Directory) absent.Add(path);
    }

    /// <summary>
    /// Each folder between the outermost root and the name that is not a mount point of its own: none can be renamed
    /// away.
    /// </summary>
    /// <param name="path">The name.</param>
    /// <param name="roots">Writable roots.</param>
    /// <param name="pins">Where they are added.</param>
    /// <param name="seen">Folders that were looked at, with all above them: most names lie beside others.</param>
    private static void PinAncestors(
        CanonicalPath path, ImmutableArray<CanonicalPath> roots,
        SortedSet<CanonicalPath> pins, HashSet<CanonicalPath> seen)
    {
        for (var folder = path.Parent; seen.Add(folder) && roots.Any(folder.IsWithin); folder = folder.Parent)
            if (!roots.Contains(folder)) pins.Add(folder);
    }
}
