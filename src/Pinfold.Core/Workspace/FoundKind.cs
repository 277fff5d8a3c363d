namespace Pinfold.Core.Workspace;

/// <summary>Why a name is of interest.</summary>
public enum FoundKind
{
    /// <summary>A hand-off name.</summary>
    Name,

    /// <summary><c>HEAD</c> of what git takes for a bare repository.</summary>
    Bare,

    /// <summary>A symbolic link in a git directory, through which trusted git would write.</summary>
    GitLink,

    /// <summary>A pattern of <c>deny_read</c> matches it.</summary>
    Secret,

    /// <summary>A folder that holds one whose path is too long to be looked into.</summary>
    Unreachable,

    /// <summary>A folder that cannot be opened.</summary>
    Closed,
}
