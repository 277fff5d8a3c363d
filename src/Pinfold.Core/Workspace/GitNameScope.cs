namespace Pinfold.Core.Workspace;

/// <summary>Which git directories have a name.</summary>
[Flags]
public enum GitNameScope
{
    /// <summary>The git directory of a repository: where its objects, refs and config are.</summary>
    Common = 1,

    /// <summary>The private git directory of a linked worktree, <c>worktrees/NAME</c>.</summary>
    Linked = 2,

    /// <summary>Both.</summary>
    Any = Common | Linked,
}
