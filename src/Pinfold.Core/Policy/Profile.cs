namespace Pinfold.Core.Policy;

/// <summary>The starting point of a policy. Ordered from tight to wide: a layer below may only go left.</summary>
public enum Profile
{
    /// <summary>Nothing is writable but the private temporary folder.</summary>
    ReadOnly,

    /// <summary>The workspace and the private temporary folder are writable.</summary>
    WorkspaceWrite,

    /// <summary>No fence. Only a user's own policy or flag may say so.</summary>
    FullAccess,
}
