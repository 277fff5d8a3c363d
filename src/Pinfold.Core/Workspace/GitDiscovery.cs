using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// Finds the git directories of writable roots from git's own files. It never runs git and never lists a work tree.
/// Whatever it reads may be forged: a path outside the roots counts only when the git directory there points back at
/// the root.
/// </summary>
public sealed class GitDiscovery
{
    internal const int TextLimit = 8192, ConfigLimit = 1 << 20, MaxDirectories = 256, MaxFolders = 1024, MaxDepth = 32;

    private readonly ImmutableArray<CanonicalPath> _roots;
    private readonly IWorkspaceFiles _files;
    private readonly Dictionary<CanonicalPath, GitDirectory> _directories;
    private readonly Dictionary<CanonicalPath, PathKind> _kinds;
    private readonly SortedSet<CanonicalPath> _protected = [];
    private readonly List<CanonicalPath> _granted = [];
    private readonly GitSettings _settings;
    private readonly ImmutableArray<(CanonicalPath Folder, GitSetting Setting)> _userSettings;
    private int _looked;

    private GitDiscovery(IWorkspaceFiles files, ImmutableArray<CanonicalPath> roots, CanonicalPath home)
    {
        (_files, _roots) = (files, roots);
        _directories = new(files.Comparer);
        _kinds = new(files.Comparer);
        _settings = new(files, home);
        _userSettings =
            [.. _settings.Of(home.Combine(".gitconfig")), .. _settings.Of(home.Combine(".config/git/config"))];
    }

    /// <summary>Looks into the roots.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="roots">Writable roots.</param>
    /// <param name="home">Where the user's own git configuration is.</param>
    /// <param name="known">Folders below them whose <c>.git</c>, or which themselves, are known to be
    /// repositories.</param>
    public static GitFacts Find(IWorkspaceFiles files, ImmutableArray<CanonicalPath> roots, CanonicalPath home,
        IEnumerable<CanonicalPath> known)
    {
        if (roots.IsEmpty) return new([], [], new Dictionary<CanonicalPath, PathKind>());
        var discovery = new GitDiscovery(files, roots, home);
        foreach (var root in roots)
            if (!discovery.WorkTree(root, mayGrant: true)) discovery.Above(root);
        foreach (var folder in known) discovery.WorkTree(folder, mayGrant: false);
        return new([.. discovery._directories.Values], [.. discovery._protected], discovery._kinds);
    }

    private bool Inside(CanonicalPath path) => _roots.Any(path.IsWithin) || _granted.Any(path.IsWithin);

    /// <summary>
    /// The repository that has <paramref name="path"/> as its work tree, or is it. False when there is none.
    /// </summary>
    private bool WorkTree(CanonicalPath path, bool mayGrant)
    {
        using var folder = _files.Open(path);
        if (folder is null || !path.TryCombine(".git", out var name)) return false;
        switch (folder.Look(".git")?.Shown ?? PathKind.Missing)
        {
            case PathKind.Directory:
                Add(name, path, null, mayGrant);
                return true;
            case PathKind.File:
                if (Target(folder) is { } target && _files.Real(target) is { } real) Add(real, path, name, mayGrant);
                return true;
            case PathKind.Symlink:
                if (_files.Real(name.Value) is { } linked) Link(linked, path, name, mayGrant);
                return true;
            case PathKind.Missing when GitDirectoryProbe.IsBare(folder):
                Add(path, path, null, mayGrant);
                return true;
            default:
                return false;
        }
    }

    private static string? Target(FolderHandle folder) =>
        folder.Read(".git", TextLimit) is { } text ? GitFile.Target(text, folder.Path.Value) : null;

    /// <summary><c>.git</c> is a link: to a git directory, or to a git file.</summary>
    private void Link(CanonicalPath linked, CanonicalPath workTree, CanonicalPath name, bool mayGrant)
    {
        using var folder = _files.Open(linked.Parent);
        if (folder?.Look(linked.Name) is not { } stat) return;
        if (stat.Shown == PathKind.Directory) Add(linked, workTree, name, mayGrant);
        else if (folder.Read(linked.Name, TextLimit) is { } text
            && GitFile.Target(text, linked.Parent.Value) is { } target && _files.Real(target) is { } real)
        {
            Protect(linked);
            Add(real, workTree, name, mayGrant);
        }
    }

    /// <summary>A root inside a larger repository: that one is found for the report, and stays out of reach.</summary>
    private void Above(CanonicalPath root)
    {
        for (var folder = root.Parent; folder != CanonicalPath.Root; folder = folder.Parent)
        {
            if (!folder.TryCombine(".git", out var git) || Inside(folder)
                || KindOf(git) is not (PathKind.Directory or PathKind.File))
                continue;
            _directories.TryAdd(git, new(git, git, null, Verified: false));
            Named(git, git, folder);
            return;
        }
    }

    private void Add(CanonicalPath path, CanonicalPath? workTree, CanonicalPath? gitFile, bool mayGrant, int depth = 0)
    {
        if (_directories.ContainsKey(path) || _directories.Count >= MaxDirectories) return;
        using var folder = _files.Open(path);
        if (folder is null) return;
        if (!folder.HasRoomForGit)
        {
            Protect(path);
            return;
        }

        var common = GitDirectoryProbe.CommonDir(_files, folder);
        var verified = Inside(path) && Inside(common);
        if (!verified && mayGrant && workTree is { } top && GitDirectoryProbe.PointsBack(_files, folder, common, top))
        {
            _granted.Add(common);
            _granted.Add(path);
            verified = true;
        }

        _directories.Add(path, new(path, common, gitFile, verified));
        if (gitFile is { } file) Protect(file);
        if (Inside(path))
        {
            _kinds[path] = PathKind.Directory;
            Protect(folder, common == path ? GitNameScope.Common : GitNameScope.Linked);
        }

        if (workTree is { } tree) Named(path, common, tree);
        if (!Inside(common)) return;
        if (common != path) Add(common, null, null, mayGrant: false, depth);
        if (common == path) Children(folder, depth);
    }

    private void Children(FolderHandle git, int depth)
    {
        using (var worktrees = git.Open("worktrees"))
        {
            if (worktrees is not null) Each(worktrees, Worktree);
        }

        using var modules = git.Open("modules");
        if (modules is not null) Modules(modules, depth + 1);
    }

    /// <summary>
    /// All folders in <paramref name="parent"/>; more than can be looked at make the whole of it read-only.
    /// </summary>
    private void Each(FolderHandle parent, Action<FolderHandle> look)
    {
        foreach (var name in parent.Folders(MaxFolders) ?? [""])
        {
            if (name.Length == 0 || ++_looked > MaxFolders || !parent.Path.TryCombine(name, out _))
            {
                Protect(parent.Path);
                return;
            }

            using var child = parent.Open(name);
            if (child is not null) look(child);
        }
    }

    /// <summary>
    /// A linked worktree inside the roots is split like any git directory; another one is nobody's business here.
    /// </summary>
    private void Worktree(FolderHandle git)
    {
        if (_directories.ContainsKey(git.Path)) return;
        var top = GitDirectoryProbe.WorkTreeOf(_files, git);
        if (top is null || !Inside(top.Value) || _directories.Count >= MaxDirectories
            || !top.Value.TryCombine(".git", out var file))
        {
            Protect(git.Path);
            return;
        }

        Add(git.Path, top, file, mayGrant: false);
    }

    /// <summary>
    /// Submodules: <c>modules/NAME</c>, where NAME may contain slashes, and <c>modules</c> in each of them.
    /// </summary>
    private void Modules(FolderHandle modules, int depth)
    {
        if (depth > MaxDepth || _directories.Count >= MaxDirectories) Protect(modules.Path);
        else Each(modules, child => Module(child, depth));
    }

    private void Module(FolderHandle folder, int depth)
    {
        if (folder.Look("HEAD") is null)
        {
            Modules(folder, depth + 1);
            return;
        }

        var top = GitDirectoryProbe.ConfiguredWorkTree(_files, folder);
        if (_directories.ContainsKey(folder.Path)) return;
        if (top is null || !Inside(top.Value) || _directories.Count >= MaxDirectories
            || !top.Value.TryCombine(".git", out var file))
            Protect(folder.Path);
        else Add(folder.Path, top, file, mayGrant: false, depth);
    }

    private void Protect(FolderHandle git, GitNameScope scope)
    {
        foreach (var name in GitNames.Of(scope))
        {
            var slash = name.Name.LastIndexOf('/');
            var path = git.Path.Combine(name.Name);
            if (slash < 0)
            {
                Protect(path, git, name.Name, name.Take);
                continue;
            }

            using var parent = _files.Open(path.Parent);
            if (parent is not null) Protect(path, parent, path.Name, name.Take);
            else Protect(path);
        }
    }

    /// <summary>
    /// Files and folders in the roots that configuration makes git run or obey: <c>core.hooksPath</c>,
    /// <c>include.path</c>. What is not there cannot be made: hooks, and the folder of a file to include. The file
    /// itself is looked for afterwards: a folder at its name stops git.
    /// </summary>
    private void Named(CanonicalPath path, CanonicalPath common, CanonicalPath top)
    {
        IEnumerable<(CanonicalPath, GitSetting)> settings =
            [.. _userSettings, .. _settings.Of(common.Combine("config")),
                .. _settings.Of(path.Combine("config.worktree"))];
        foreach (var (folder, setting) in settings)
        {
            if (setting is { Section: "core", Key: "hookspath", Value.Length: > 0 })
            {
                if (_settings.Path(setting.Value, top) is { } hooks) Protect(hooks, take: true);
            }
            else if (setting.IsInclude && _settings.Path(setting.Value!, folder) is { } file)
            {
                Protect(file);
                if (_files.Real(file.Parent.Value) is null) Protect(file.Parent, take: true);
            }
        }
    }

    private void Protect(CanonicalPath path, bool take = false)
    {
        if (!Inside(path)) return;
        using var parent = _files.Open(path.Parent);
        if (parent is not null)
        {
            Protect(path, parent, path.Name, take);
            return;
        }

        // A link on the way, or nothing there: the link stays, and so does what the whole path leads to.
        if (_files.Real(path.Value) is not { } real || real == path)
        {
            if (take) Protect(path.Parent, take); // else a command would make the folder, and what git then runs in it
            return;
        }

        for (var link = path.Parent; Inside(link); link = link.Parent)
        {
            using var folder = _files.Open(link.Parent);
            if (folder?.Look(link.Name)?.Shown == PathKind.Symlink) Keep(link, PathKind.Symlink);
        }

        Protect(real, take);
    }

    /// <summary>Keeps a name as it is, and what it leads to when it is a link into the roots.</summary>
    private void Protect(CanonicalPath path, FolderHandle parent, string name, bool take)
    {
        if (!Inside(path)) return;
        var kind = parent.Look(name)?.Shown ?? PathKind.Missing;
        if (kind == PathKind.Missing && !take) return;
        if (!Keep(path, kind)) return;
        if (kind == PathKind.Symlink && _files.Real(path.Value) is { } real && !_directories.ContainsKey(real))
            Protect(real);
    }

    private PathKind KindOf(CanonicalPath path)
    {
        using var folder = _files.Open(path.Parent);
        return folder?.Look(path.Name)?.Shown ?? PathKind.Missing;
    }

    private bool Keep(CanonicalPath path, PathKind kind)
    {
        _kinds[path] = kind;
        _kinds.TryAdd(path.Parent, PathKind.Directory);
        return _protected.Add(path);
    }
}
