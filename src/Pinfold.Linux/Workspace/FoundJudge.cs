using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// Whose a name is that no audit knew. ctime decides: the kernel sets it whenever an inode is made, renamed, linked or written, and no
/// unprivileged process can set it back (inode(7)). So what was not touched since the command started is the user's own.
/// </summary>
/// <param name="start">When the command started, on the clock of the files.</param>
/// <param name="before">The folders of the last audit; null when there was none.</param>
internal sealed class FoundJudge(long start, FolderIndex? before)
{
    private const int MaxEntries = 20_000, MaxDepth = 500, Directory = 0x4000;

    private int _seen;

    internal bool IsCommands(Found found)
    {
        using var parent = Folder.Open(found.Path.Parent);
        if (parent is null || !parent.Stat(found.Path.Name, out var stat)) return false; // gone: nothing to take
        if (!FileSystems.StampChanges(parent) && parent.Stat("", out var holder) && Since(holder)) return true;
        if (found.Kind == FoundKind.Bare) return BareChanged(parent);
        if (stat.Kind != Directory) return Since(stat);
        using var folder = parent.Open(found.Path.Name);
        if (Since(stat) && !WasMadeBetween(stat) && !WasThereAtTheFirstAudit(found.Path.Name, stat, parent, folder)) return true;
        _seen = 0;
        return folder is null || (found.Path.Name == ".git" ? GitChanged(folder) : TreeChanged(folder));
    }

    /// <summary>
    /// The user's folder of after the last audit and before the command, in which the command made something, as a commit does in <c>.git</c>:
    /// born before, and not moved here by the command, as the last audit would have seen it elsewhere.
    /// </summary>
    private bool WasMadeBetween(in StatxBuffer stat) =>
        before is not null && (stat.Mask & Libc.STATX_BTIME) != 0 && stat.Birth.Total < start && before.Inodes.IndexOf(stat.Inode) < 0;

    /// <summary>
    /// The user's repository when no audit has been here, so that the command can have changed no list of ours: born before, and either nothing
    /// was made or renamed beside it, or it holds nothing that git would obey, so that it does not matter who put it there.
    /// </summary>
    private bool WasThereAtTheFirstAudit(string name, in StatxBuffer stat, Folder parent, Folder? folder)
    {
        if (before is not null || name != ".git" || folder is null || (stat.Mask & Libc.STATX_BTIME) == 0 || stat.Birth.Total >= start) return false;
        return (parent.Stat("", out var holder) && !Since(holder)) || GitChildren.IsPlainRepository(folder);
    }

    private bool Since(in StatxBuffer stat) => stat.Change.Total >= start;

    private bool BareChanged(Folder folder)
    {
        foreach (var name in (string[])["HEAD", "objects", "refs", "commondir"])
            if (folder.Stat(name, out var stat) && Since(stat)) return true;
        return GitChanged(folder);
    }

    private bool GitChanged(Folder git)
    {
        if (!git.HasRoomForGit) return TreeChanged(git);
        foreach (var name in GitNames.All)
        {
            using var nested = name.Name.Contains('/', StringComparison.Ordinal) ? Folder.Open(git.Path.Combine(name.Name).Parent) : null;
            if ((nested ?? git).Stat(name.Name[(name.Name.LastIndexOf('/') + 1)..], out var stat) && Since(stat)) return true;
        }

        using var hooks = git.Open("hooks");
        return hooks is not null && TreeChanged(hooks);
    }

    private bool TreeChanged(Folder folder, int depth = 0)
    {
        if (depth > MaxDepth) return true;
        foreach (var name in folder.Names())
        {
            if (++_seen > MaxEntries || !folder.Stat(name, out var stat) || Since(stat)) return true;
            if (stat.Kind != Directory) continue;
            using var child = folder.OpenUnnamed(name);
            if (child is null || TreeChanged(child, depth + 1)) return true;
        }

        return false;
    }
}
