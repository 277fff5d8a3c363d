using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>Layers → one policy. Pure: the caller reads the files.</summary>
public static class PolicyLoader
{
    /// <summary>Merges the layers; each may only tighten the one before, flags are the user's.</summary>
    /// <param name="sources">Machine, user and project files that exist.</param>
    /// <param name="flags">The command line's.</param>
    /// <param name="workspace">The workspace, without symbolic links.</param>
    /// <param name="home">The user's home folder, without symbolic links.</param>
    public static PolicyResult Load(
        IReadOnlyList<PolicySource> sources, PolicyFlags flags, CanonicalPath workspace, CanonicalPath home) =>
        throw new NotSupportedException();
}
