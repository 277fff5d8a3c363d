using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// Whose a name is that no audit knew. <see cref="EntryFacts.Change"/> decides: no unprivileged process can set it
/// back, so what was not touched since the command started is the user's own.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="root">The tree.</param>
/// <param name="start">When the command started, on the clock of the files.</param>
/// <param name="before">The folders of the last audit; null when there was none.</param>
internal sealed class FoundJudge(IWorkspaceFiles files, CanonicalPath root, long start, FolderIndex? before)
{
    private const int MaxEntries = 20_000, MaxDepth = 500;

    private int _seen;

    internal bool IsCommands(Found found)
    {
        using var parent = files.Open(found.Path.Parent);
        if (parent is null) return true; // nobody can say that it is the user's
        if (parent.Look(found.Path.Name) is not { } stat) return false; // gone: nothing to take
        if (!parent.StampsChanges && parent.Look("") is { } holder && Since(holder)) return true;
        if (files.IsReachedAnew(found.Path, root, start)) return true;
        if (found.Kind == FoundKind.Closed) return Since(stat); // nothing in it can be asked
        if (found.Kind == FoundKind.Bare) return BareChanged(parent);
        if (stat.Kind != PathKind.Directory) return Since(stat);
        using var folder = parent.Open(found.Path.Name);
        if (Since(stat) && !WasMadeBetween(stat) && !WasThereAtTheFirstAudit(found.Path.Name, stat, parent, folder))
            return true;
        _seen = 0;
        return folder is null || (found.Path.Name == ".git" ? GitChanged(folder) : TreeChanged(folder));
    }

    /// <summary>
    /// The user's folder of after the last audit and before the command, in which the command made something, as a
    /// commit does in <c>.git</c>: born before, and not moved here by the command, as the last audit would have seen it
    /// elsewhere.
    /// </summary>
    private bool WasMadeBetween(in EntryFacts stat) =>
        before is not null && stat.Birth < start && before.Inodes.IndexOf(stat.Id) < 0;

    /// <summary>
    /// The user's repository when no audit has been here, so that the command can have changed no list of ours: born
    /// before, and either nothing was made or renamed beside it, or it holds nothing that git would obey, so that it
    /// does not matter who put it there.
    /// </summary>
    private bool WasThereAtTheFirstAudit(string name, in EntryFacts stat, FolderHandle parent, FolderHandle? folder)
    {
        if (before is not null || name != ".git" || folder is null || !(stat.Birth < start)) return false;
        return (parent.Look("") is { } holder && !Since(holder)) || GitChildren.IsPlainRepository(files, folder);
    }

    private bool Since(in EntryFacts stat) => stat.Change >= start;

    private bool BareChanged(FolderHandle folder)
    {
        foreach (var name in (string[])["HEAD", "objects", "refs", "commondir"])
            if (folder.Look(name) is { } stat && Since(stat)) return true;
        return GitChanged(folder);
    }

    private bool GitChanged(FolderHandle git)
    {
        if (!git.HasRoomForGit) return TreeChanged(git);
        foreach (var name in GitNames.All)
        {
            using var nested = name.Name.Contains('/', StringComparison.Ordinal)
                ? files.Open(git.Path.Combine(name.Name).Parent)
                : null;
            if ((nested ?? git).Look(name.Name[(name.Name.LastIndexOf('/') + 1)..]) is { } stat && Since(stat))
                return true;
        }

        using var hooks = git.Open("hooks");
        return hooks is not null && TreeChanged(hooks);
    }

    private bool TreeChanged(FolderHandle folder, int depth = 0)
    {
        if (depth > MaxDepth) return true;
        foreach (var name in folder.Names())
        {
            if (++_seen > MaxEntries || folder.Look(name) is not { } stat || Since(stat)) return true;
            if (stat.Kind != PathKind.Directory) continue;
            using var child = folder.OpenUnnamed(name);
            if (child is null || TreeChanged(child, depth + 1)) return true;
        }

        return false;
    }
}
