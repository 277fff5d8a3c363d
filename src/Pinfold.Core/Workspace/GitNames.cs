using System.Collections.Immutable;
using static Pinfold.Core.Workspace.GitNameScope;

namespace Pinfold.Core.Workspace;

/// <summary>
/// The names that are kept in every git directory (docs/git.md). All else in it is writable, so that commits work.
/// </summary>
public static class GitNames
{
    /// <summary>The table.</summary>
    public static ImmutableArray<GitName> All { get; } =
    [
        new("hooks", Common, true, "programs that git runs at commit, checkout, merge, push and more"),
        new("config", Common, false,
            "names programs: core.fsmonitor, core.hooksPath, core.pager, core.sshCommand, filter.*, diff.*, alias.*"),
        new("config.worktree", Any, false, "config of one worktree, obeyed when extensions.worktreeConfig is set"),
        new("commondir", Any, false, "sends git to another folder's config and hooks"),
        new("gitdir", Linked, false, "'git worktree' follows it, and 'repair' writes where it points"),
        new("info/attributes", Common, false, "chooses filter, diff and merge programs of the user's own config"),
        new("objects/info/alternates", Common, false,
            "git reads objects from the folders that it names, and a push would send them"),
    ];

    /// <summary>Paths that the user gave back to the command (<c>unprotect</c>).</summary>
    public static IEnumerable<Paths.CanonicalPath> Released(Policy.SandboxPolicy policy,
        ImmutableArray<GitDirectory> directories)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return
            from name in Of(Common)
            where !policy.Protect.Any(p => p.Name == ".git/" + name.Name)
            from directory in directories
            select directory.Path.Combine(name.Name);
    }

    /// <summary>The names of a git directory of this scope.</summary>
    public static IEnumerable<GitName> Of(GitNameScope scope) => All.Where(n => (n.Scope & scope) != default);
}
