using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Workspace;

namespace Pinfold.Windows.Host;

/// <summary>
/// The git directories of the roots, from git's own files; git is never run. Only what is certain is split: a <c>.git</c> that is a folder
/// of its own at the top of a root. Anything else (a <c>.git</c> file, links, submodules, linked worktrees) stays read-only in whole.
/// </summary>
internal sealed class GitProbe
{
    private const int ConfigLimit = 1 << 20;
    private readonly List<GitDirectory> _directories = [];
    private readonly SortedSet<CanonicalPath> _protected = [];

    private GitProbe()
    {
    }

    /// <summary>What was found.</summary>
    internal ImmutableArray<GitDirectory> Directories => [.. _directories];

    /// <summary>Names that trusted git would run or obey.</summary>
    internal ImmutableArray<CanonicalPath> Protected => [.. _protected];

    /// <summary>Looks into the roots.</summary>
    internal static GitProbe Find(IEnumerable<CanonicalPath> roots, CanonicalPath home)
    {
        var probe = new GitProbe();
        foreach (var root in roots) probe.Add(root, root.Combine(".git"), home);
        return probe;
    }

    private void Add(CanonicalPath root, CanonicalPath git, CanonicalPath home)
    {
        if (KindOf(git) != PathKind.Directory || KindOf(git.Combine("commondir")) != PathKind.Missing || KindOf(git.Combine("HEAD")) != PathKind.File) return;
        _directories.Add(new(git, git, null, Verified: true));
        foreach (var name in GitNames.Of(GitNameScope.Common))
        {
            var path = git.Combine(name.Name);
            if (name.Take || KindOf(path) != PathKind.Missing) _protected.Add(path);
        }

        foreach (var nested in (string[])["worktrees", "modules"])
            if (KindOf(git.Combine(nested)) != PathKind.Missing) _protected.Add(git.Combine(nested));
        foreach (var setting in Settings(git.Combine("config"))) Named(root, git, home, setting);
        foreach (var setting in Settings(home.Combine(".gitconfig"))) Named(root, home, home, setting);
    }

    /// <summary>Files and folders in the root that configuration makes git run or obey.</summary>
    private void Named(CanonicalPath root, CanonicalPath from, CanonicalPath home, GitSetting setting)
    {
        if (setting.Value is not { Length: > 0 } value) return;
        var folder = setting switch
        {
            { Section: "core", Key: "hookspath" } => root,
            { Section: "include" or "includeif", Key: "path" } => from,
            _ => (CanonicalPath?)null,
        };
        if (folder is not { } start) return;
        value = value.Replace('\\', '/');
        if (value.StartsWith("~/", StringComparison.Ordinal)) value = home.Value + value[1..];
        else if (WindowsPath.TryParse(value, out var absolute, out _)) value = absolute.Value;
        if (start.TryCombine(value, out var path) && WindowsPath.IsWithin(path, root)) _protected.Add(path);
    }

    private static ImmutableArray<GitSetting> Settings(CanonicalPath file)
    {
        try
        {
            var info = new FileInfo(WindowsPath.ToExtended(file));
            if (!info.Exists || info.Length > ConfigLimit) return [];
            return GitConfig.Parse(File.ReadAllText(info.FullName)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // the file itself stays protected
        }
    }

    private static PathKind KindOf(CanonicalPath path) => PathProbe.Look(path)?.Kind ?? PathKind.Missing;
}
