using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// What a command made in known git directories: names that trusted git would obey and that were absent, and git
/// directories below <c>worktrees</c> and <c>modules</c>. Those that git itself makes for a worktree or a submodule of
/// this repository may stay.
/// </summary>
internal sealed class GitChildren(IWorkspaceFiles files, CanonicalPath root, IReadOnlySet<CanonicalPath> git,
    IReadOnlySet<CanonicalPath> known)
{
    private readonly HashSet<CanonicalPath> _plain = new(files.Comparer);
    private int _looked;

    /// <summary>Names in known git directories that exist and were not protected.</summary>
    internal List<CanonicalPath> Names { get; } = [];

    /// <summary>New git directories that trusted git would obey beyond what is protected.</summary>
    internal List<CanonicalPath> Forged { get; } = [];

    internal void Find()
    {
        foreach (var path in git.Where(g => g.IsWithin(root)))
        {
            using var folder = files.Open(path);
            if (folder is not { HasRoomForGit: true }) continue; // read-only as a whole
            foreach (var name in GitNames.All) Name(path.Combine(name.Name));
            Included(path);
            if (RunsPrograms(folder)) Names.Add(path.Combine("rebase-merge"));
            Below(folder);
        }
    }

    /// <summary>
    /// True for a <c>.git</c> file that leads to a git directory which names that folder as its work tree and is safe
    /// to obey.
    /// </summary>
    internal bool Vouches(CanonicalPath gitFile)
    {
        if (gitFile.Name != ".git") return false;
        using var folder = files.Open(gitFile.Parent);
        if (folder?.Read(".git", GitDiscovery.TextLimit) is not { } text) return false;
        if (GitFile.Target(text, folder.Path.Value) is not { } target || files.Real(target) is not { } real)
            return false;
        if (!_plain.Contains(real) && !git.Contains(real)) return false;
        using var directory = files.Open(real);
        if (directory is null) return false;
        var named = GitDirectoryProbe.CommonDir(files, directory) == real
            ? GitDirectoryProbe.ConfiguredWorkTree(files, directory)
            : GitDirectoryProbe.WorkTreeOf(files, directory);
        return named == gitFile.Parent;
    }

    private void Name(CanonicalPath path)
    {
        using var folder = known.Contains(path) ? null : files.Open(path.Parent);
        if (folder is not null && folder.Look(path.Name) is not null) Names.Add(path);
    }

    /// <summary>Files that the configuration includes, and that were not there.</summary>
    private void Included(CanonicalPath directory)
    {
        var settings = new GitSettings(files, home: null);
        foreach (var (folder, setting) in settings.Of(directory.Combine("config"))
            .Concat(settings.Of(directory.Combine("config.worktree"))))
            if (setting.IsInclude && settings.Path(setting.Value!, folder) is { } file
                && files.Real(file.Value) is { } real && real.IsWithin(root) && !known.Contains(real))
                Names.Add(real);
    }

    /// <summary>An unfinished rebase whose next step, or whose merge strategy, is a program.</summary>
    private static bool RunsPrograms(FolderHandle directory)
    {
        using var rebase = directory.Open("rebase-merge");
        if (rebase is null) return false;
        if (rebase.Look("git-rebase-todo") is not null
            && (rebase.Read("git-rebase-todo", GitDiscovery.ConfigLimit) is not { } todo
                || RebaseTodo.RunsPrograms(todo)))
            return true;
        return rebase.Look("strategy") is not null
            && (rebase.Read("strategy", GitDiscovery.TextLimit) is not { } strategy
                || !RebaseTodo.IsOwnStrategy(strategy));
    }

    private void Below(FolderHandle directory)
    {
        using (var worktrees = directory.Open("worktrees"))
        {
            if (worktrees is not null) Each(worktrees, w => Judge(w, IsPlainWorktree(w, directory.Path)));
        }

        using var modules = directory.Open("modules");
        if (modules is not null) Modules(modules, 0);
    }

    private void Modules(FolderHandle modules, int depth)
    {
        Each(modules, child =>
        {
            if (child.Look("HEAD") is not null) Judge(child, IsPlainModule(files, child));
            else if (depth < GitDiscovery.MaxDepth) Modules(child, depth + 1);
            else Forged.Add(child.Path);
        });
    }

    private void Each(FolderHandle parent, Action<FolderHandle> look)
    {
        if (known.Contains(parent.Path)) return; // read-only as a whole
        foreach (var name in parent.Folders(GitDiscovery.MaxFolders) ?? [""])
        {
            if (name.Length == 0 || ++_looked > GitDiscovery.MaxFolders || !parent.Path.TryCombine(name, out _))
            {
                Forged.Add(parent.Path);
                return;
            }

            using var child = parent.Open(name);
            if (child is not null && !known.Contains(child.Path) && !git.Contains(child.Path)) look(child);
        }
    }

    private void Judge(FolderHandle directory, bool plain)
    {
        if (!plain)
        {
            Forged.Add(directory.Path);
            return;
        }

        _plain.Add(directory.Path);
        Below(directory);
    }

    private bool IsPlainWorktree(FolderHandle directory, CanonicalPath common) =>
        GitDirectoryProbe.CommonDir(files, directory) == common && directory.Look("commondir") is not null
            && directory.Look("config.worktree") is null
            && directory.Look("config") is null
            && (GitDirectoryProbe.WorkTreeOf(files, directory) is not { } top || top.IsWithin(root));

    /// <summary>True for the git directory of a plain clone, whose work tree is the folder that it stands in.</summary>
    internal static bool IsPlainRepository(IWorkspaceFiles files, FolderHandle directory) =>
        IsPlainModule(files, directory) && !RunsPrograms(directory)
            && directory.Look("modules") is null && directory.Look("worktrees") is null
            && GitConfig.Parse(directory.Read("config", GitDiscovery.ConfigLimit)
                ?? "[")?.Any(s => s is { Section: "core", Key: "worktree" }) == false;

    private static bool IsPlainModule(IWorkspaceFiles files, FolderHandle directory)
    {
        if (!directory.HasRoomForGit) return false;
        foreach (var name in GitNames.All)
        {
            if (name.Name is "config" or "hooks") continue;
            using var parent = files.Open(directory.Path.Combine(name.Name).Parent);
            if (parent is not null && parent.Look(name.Name[(name.Name.LastIndexOf('/') + 1)..]) is not null)
                return false;
        }

        if (directory.Read("config", GitDiscovery.ConfigLimit) is not { } text
            || GitConfig.Parse(text) is not { } settings)
            return false;
        if (!PlainGitConfig.IsPlain(settings)) return false;
        if (directory.Look("hooks") is not { } hooks) return true;
        using var folder = directory.Open("hooks");
        return hooks.Kind == PathKind.Directory && folder is not null
            && folder.Names().All(n => n.EndsWith(".sample", StringComparison.Ordinal));
    }
}
