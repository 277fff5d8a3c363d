using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>Questions about one git directory, answered from its own files (gitrepository-layout(5)).</summary>
internal static class GitDirectoryProbe
{
    /// <summary>What git takes for a repository when it stands in <paramref name="folder"/>.</summary>
    internal static bool IsBare(FolderHandle folder) =>
        folder.Look("HEAD") is not null
            && ((IsFolder(folder, "objects") && IsFolder(folder, "refs")) || folder.Look("commondir") is not null);

    /// <summary>
    /// Where objects, refs and config are; the git directory itself when its commondir leads nowhere.
    /// </summary>
    internal static CanonicalPath CommonDir(IWorkspaceFiles files, FolderHandle git) =>
        git.Read("commondir", GitDiscovery.TextLimit) is { } text && GitFile.Path(text, git.Path.Value) is { } path
            ? files.Real(path) ?? git.Path : git.Path;

    /// <summary>The work tree that <c>gitdir</c> of a linked worktree names; null when it names none.</summary>
    internal static CanonicalPath? WorkTreeOf(IWorkspaceFiles files, FolderHandle git)
    {
        if (git.Read("gitdir", GitDiscovery.TextLimit) is not { } text
            || GitFile.Path(text.TrimEnd(), git.Path.Value) is not { } path)
            return null;
        return path.EndsWith("/.git", StringComparison.Ordinal) ? files.Real(path[..^5]) : null;
    }

    /// <summary>
    /// The work tree that <c>core.worktree</c> of a submodule's config names; null when it names none.
    /// </summary>
    internal static CanonicalPath? ConfiguredWorkTree(IWorkspaceFiles files, FolderHandle git)
    {
        if (git.Read("config", GitDiscovery.ConfigLimit) is not { } text || GitConfig.Parse(text) is not { } settings)
            return null;
        var value = settings.LastOrDefault(s => s is { Section: "core", Subsection: null, Key: "worktree" })?.Value;
        return value is not null && GitFile.Path(value, git.Path.Value) is { } path ? files.Real(path) : null;
    }

    /// <summary>
    /// True when a git directory outside the roots names <paramref name="workTree"/> as its own, and is shaped and
    /// owned as git makes it: what stands inside the work tree alone can never make a folder outside writable.
    /// </summary>
    internal static bool PointsBack(IWorkspaceFiles files, FolderHandle git, CanonicalPath common,
        CanonicalPath workTree)
    {
        if (workTree.IsWithin(common)) return false; // its folder may hold other work trees too
        using var commonFolder = files.Open(common);
        if (commonFolder is null || !files.IsOwn(commonFolder) || !files.IsOwn(git)) return false;
        if (commonFolder.Look("HEAD") is null || !IsFolder(commonFolder, "objects") || !IsFolder(commonFolder, "refs"))
            return false;
        var named = common == git.Path ? ConfiguredWorkTree(files, git)
            : common.TryCombine("worktrees", out var all) && git.Path.Parent == all ? WorkTreeOf(files, git) : null;
        return named is { } path && path == workTree;
    }

    private static bool IsFolder(FolderHandle folder, string name) => folder.Look(name)?.Kind == PathKind.Directory;
}
