using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Host;

namespace Pinfold.Linux.Workspace;

/// <summary>What earlier audits let stand in the roots of a policy. Its cost is that of the names, not of the workspace.</summary>
/// <param name="Handoffs">Names to protect.</param>
/// <param name="Repositories">Folders that are, or have, a repository.</param>
/// <param name="Secrets">What patterns of <c>deny_read</c> matched; null when no audit looked for these patterns.</param>
/// <param name="Kinds">The kinds of all of them, where no link leads to them.</param>
internal sealed record WorkspaceKnowledge(
    ImmutableArray<CanonicalPath> Handoffs,
    ImmutableArray<CanonicalPath> Repositories,
    ImmutableArray<CanonicalPath>? Secrets,
    IReadOnlyDictionary<CanonicalPath, PathKind> Kinds)
{

    internal static WorkspaceKnowledge Of(SandboxPolicy policy, CanonicalPath state, ImmutableArray<CanonicalPath> roots)
    {
        var names = AuditNames.Of(policy);
        var handoffs = new List<CanonicalPath>();
        List<CanonicalPath>? secrets = names.Secrets.IsEmpty ? null : [];
        var kinds = new Dictionary<CanonicalPath, PathKind>();
        foreach (var root in roots)
        {
            var known = new RootState(state, root).Known();
            if (known?.Purpose != names.Purpose) secrets = null;
            foreach (var path in known?.Handoffs ?? []) Note(path, handoffs);
            foreach (var path in known?.Secrets ?? [])
                if (secrets is not null) Note(path, secrets);
            AddLinkTargets(policy, root, handoffs, kinds);
        }

        return new(
            [.. handoffs.Where(h => h.Name != "HEAD")], // of a bare repository, which is split
            [.. handoffs.Where(h => h.Name is ".git" or "HEAD").Select(h => h.Parent)],
            secrets is null ? null : [.. secrets], kinds);

        void Note(CanonicalPath path, List<CanonicalPath> list)
        {
            using var folder = Folder.Open(path.Parent);
            if (folder is null || !folder.Stat(path.Name, out var stat)) return;
            kinds[path] = PathProbe.KindOf(stat);
            list.Add(path);
        }
    }

    /// <summary>A hand-off name that is a link into a root: what it leads to is obeyed like the name itself.</summary>
    private static void AddLinkTargets(
        SandboxPolicy policy, CanonicalPath root, List<CanonicalPath> handoffs, Dictionary<CanonicalPath, PathKind> kinds)
    {
        foreach (var name in policy.Protect.Select(r => root.Combine(r.Name)).Concat(handoffs.Where(h => kinds[h] == PathKind.Symlink).ToArray()))
        {
            if (PathProbe.KindOf(name) != PathKind.Symlink || PathProbe.Real(name) is not { } real || !real.IsWithin(root) || real == root) continue;
            kinds[real] = PathProbe.KindOf(real);
            handoffs.Add(real);
        }
    }
}
