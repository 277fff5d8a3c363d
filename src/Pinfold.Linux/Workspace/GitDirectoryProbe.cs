using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Workspace;

/// <summary>Questions about one git directory, answered from its own files (gitrepository-layout(5)).</summary>
internal static class GitDirectoryProbe
{
    private const int Directory = 0x4000;

    /// <summary>What git takes for a repository when it stands in <paramref name="folder"/>.</summary>
    internal static bool IsBare(Folder folder) =>
        folder.Stat("HEAD", out _) && ((IsFolder(folder, "objects") && IsFolder(folder, "refs")) || folder.Stat("commondir", out _));

    /// <summary>Where objects, refs and config are; the git directory itself when its commondir leads nowhere.</summary>
    internal static CanonicalPath CommonDir(Folder git) =>
        git.Read("commondir", GitDiscovery.TextLimit) is { } text && GitFile.Path(text, git.Path.Value) is { } path
            ? PathProbe.Real(path) ?? git.Path : git.Path;

    /// <summary>The work tree that <c>gitdir</c> of a linked worktree names; null when it names none.</summary>
    internal static CanonicalPath? WorkTreeOf(Folder git)
    {
        if (git.Read("gitdir", GitDiscovery.TextLimit) is not { } text || GitFile.Path(text.TrimEnd(), git.Path.Value) is not { } path) return null;
        return path.EndsWith("/.git", StringComparison.Ordinal) ? PathProbe.Real(path[..^5]) : null;
    }

    /// <summary>The work tree that <c>core.worktree</c> of a submodule's config names; null when it names none.</summary>
    internal static CanonicalPath? ConfiguredWorkTree(Folder git)
    {
        if (git.Read("config", GitDiscovery.ConfigLimit) is not { } text || GitConfig.Parse(text) is not { } settings) return null;
        var value = settings.LastOrDefault(s => s is { Section: "core", Subsection: null, Key: "worktree" })?.Value;
        return value is not null && GitFile.Path(value, git.Path.Value) is { } path ? PathProbe.Real(path) : null;
    }

    /// <summary>
    /// True when a git directory outside the roots names <paramref name="workTree"/> as its own, and is shaped and owned as git makes it: what
    /// stands inside the work tree alone can never make a folder outside writable.
    /// </summary>
    internal static bool PointsBack(Folder git, CanonicalPath common, CanonicalPath workTree, uint uid)
    {
        if (workTree.IsWithin(common)) return false; // its folder may hold other work trees too
        using var commonFolder = Folder.Open(common);
        if (commonFolder is null || !Owned(commonFolder, uid) || !Owned(git, uid)) return false;
        if (!commonFolder.Stat("HEAD", out _) || !IsFolder(commonFolder, "objects") || !IsFolder(commonFolder, "refs")) return false;
        var named = common == git.Path ? ConfiguredWorkTree(git)
            : common.TryCombine("worktrees", out var all) && git.Path.Parent == all ? WorkTreeOf(git) : null;
        return named is { } path && path == workTree;
    }

    private static bool Owned(Folder folder, uint uid) => folder.Stat("", out var stat) && stat.Uid == uid;

    private static bool IsFolder(Folder folder, string name) => folder.Stat(name, out var stat) && stat.Kind == Directory;
}
