using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Workspace;

/// <summary>
/// What earlier audits let stand in the roots of a policy. Its cost is that of the names, not of the workspace.
/// </summary>
/// <param name="Handoffs">Names to protect.</param>
/// <param name="Repositories">Folders that are, or have, a repository.</param>
/// <param name="Secrets">What patterns of <c>deny_read</c> matched; null when no audit looked for these
/// patterns.</param>
/// <param name="Kinds">The kinds of all of them, where no link leads to them.</param>
public sealed record WorkspaceKnowledge(
    ImmutableArray<CanonicalPath> Handoffs,
    ImmutableArray<CanonicalPath> Repositories,
    ImmutableArray<CanonicalPath>? Secrets,
    IReadOnlyDictionary<CanonicalPath, PathKind> Kinds)
{
    /// <summary>Reads it.</summary>
    public static WorkspaceKnowledge Of(IAuditHost host, SandboxPolicy policy, CanonicalPath state,
        ImmutableArray<CanonicalPath> roots)
    {
        var names = AuditNames.Of(policy);
        var handoffs = new List<CanonicalPath>();
        List<CanonicalPath>? secrets = names.Secrets.IsEmpty ? null : [];
        var kinds = new Dictionary<CanonicalPath, PathKind>(host.Comparer);
        foreach (var root in roots)
        {
            var known = host.NotesOf(state, root).Known();
            if (known?.Purpose != names.Purpose) secrets = null;
            foreach (var path in known?.Handoffs ?? []) Note(path, handoffs);
            foreach (var path in known?.Secrets ?? [])
                if (secrets is not null) Note(path, secrets);
            AddLinkTargets(host, policy, root, handoffs, kinds);
        }

        return new(
            [.. handoffs.Where(h => h.Name != "HEAD")], // of a bare repository, which is split
            [.. handoffs.Where(h => h.Name is ".git" or "HEAD").Select(h => h.Parent)],
            secrets is null ? null : [.. secrets], kinds);

        void Note(CanonicalPath path, List<CanonicalPath> list)
        {
            using var folder = host.Open(path.Parent);
            if (folder?.Look(path.Name) is not { } facts) return;
            kinds[path] = facts.Shown;
            list.Add(path);
        }
    }

    /// <summary>A hand-off name that is a link into a root: what it leads to is obeyed like the name itself.</summary>
    private static void AddLinkTargets(
        IAuditHost host, SandboxPolicy policy, CanonicalPath root,
        List<CanonicalPath> handoffs, Dictionary<CanonicalPath, PathKind> kinds)
    {
        foreach (var name in policy.Protect.Select(r => root.Combine(r.Name))
            .Concat(handoffs.Where(h => kinds[h] == PathKind.Symlink).ToArray()))
        {
            if (KindOf(host, name) != PathKind.Symlink || host.Real(name.Value) is not { } real
                || !real.IsWithin(root) || real == root)
                continue;
            kinds[real] = KindOf(host, real);
            handoffs.Add(real);
        }
    }

    private static PathKind KindOf(IAuditHost host, CanonicalPath path)
    {
        using var folder = host.Open(path.Parent);
        return folder?.Look(path.Name)?.Shown ?? PathKind.Missing;
    }
}
