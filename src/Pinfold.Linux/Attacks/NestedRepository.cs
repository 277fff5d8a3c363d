using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Workspace;

namespace Pinfold.Linux.Attacks;

/// <summary>What an earlier audit would have told the planner of a repository below the workspace's top.</summary>
internal static class NestedRepository
{
    internal static HostFacts Known(Scene scene, HostFacts facts, string relative)
    {
        var git = CanonicalPath.Parse(scene.Workspace).Combine(relative + "/.git");
        var kinds = new Dictionary<CanonicalPath, PathKind>(facts.Paths)
        {
            [git] = PathKind.Directory,
            [git.Combine("config")] = PathKind.File,
            [git.Combine("hooks")] = PathKind.Directory,
        };
        return facts with
        {
            Paths = kinds,
            GitDirectories = [.. facts.GitDirectories, new GitDirectory(git, git, null, Verified: true)],
            GitProtected = [.. facts.GitProtected, git.Combine("config"), git.Combine("hooks")],
        };
    }
}
