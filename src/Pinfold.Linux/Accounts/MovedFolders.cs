using System.Globalization;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Workspace;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// Where the entries of folders are that are not at their path any more: their file systems are looked through, below whatever is mounted on
/// them too. Where nothing has an entry the folder was deleted. By entry, and by number besides, for what has lost its entry: numbers come again,
/// and some file systems change them.
/// </summary>
/// <remarks>A folder that its user moves while it is looked for can be missed.</remarks>
internal sealed class MovedFolders
{
    private const int MaxDepth = 256, MaxFolders = 1_000_000;
    private readonly Dictionary<(uint, string), Search> _known = [];

    /// <summary>The topmost folders of a file system that have an entry for a group, or that identity. Each is looked for once.</summary>
    /// <param name="gid">The group.</param>
    /// <param name="owner">Whose they are: anybody may write an entry for the group on folders of his own.</param>
    /// <param name="identity">As <see cref="GrantedFolder.Identity"/> has it.</param>
    internal Search With(uint gid, uint owner, string identity)
    {
        if (_known.TryGetValue((gid, identity), out var known)) return known;
        var device = identity[..identity.LastIndexOf(':')];
        var search = Wholes(device).Select(m => Folder.OpenMount(m.Path, m.Number)).FirstOrDefault(f => f is not null) is { } top
            ? Look(top, gid, owner, identity)
            : new([], $"its file system (device {device}) is not mounted, or not as a whole");
        return _known[(gid, identity)] = search;
    }

    private static Search Look(Folder top, uint gid, uint owner, string identity)
    {
        var (found, seen, closed) = (new List<Folder>(), 0, 0);
        var open = new Stack<(Folder Folder, Queue<string> Names)>();
        void Enter(Folder folder)
        {
            seen++;
            if (folder.Stat("", out var stat) && (GrantedFolder.Identity(stat) == identity || (stat.Uid == owner && Holds(folder, gid)))) found.Add(folder);
            else if (open.Count < MaxDepth && folder.Folders(int.MaxValue - 1) is { } names) open.Push((folder, new(names)));
            else closed++;
        }

        Enter(top);
        while (open.TryPeek(out var level))
        {
            if (seen > MaxFolders) return new(found, $"its file system at {top.Path} has more than {MaxFolders:N0} folders");
            if (!level.Names.TryDequeue(out var name))
            {
                open.Pop();
                level.Folder.Dispose();
            }
            else if (level.Folder.OpenOnSameMount(name) is { } below)
            {
                Enter(level.Folder.Adopt(below, name));
            }
            else if (level.Folder.Stat(name, out _))
            {
                closed++;
            }
        }

        return new(found, closed == 0 ? null : $"{closed} folders of its file system at {top.Path} cannot be looked into");
    }

    /// <summary>A list that cannot be read is none of ours: an error of the disk ends the search of one folder alone.</summary>
    private static bool Holds(Folder folder, uint gid)
    {
        try
        {
            return new AccessGrant(folder, gid).Holds;
        }
        catch (LinuxException)
        {
            return false;
        }
    }

    /// <summary>Mounts of the whole file system (proc_pid_mountinfo(5)).</summary>
    private static IEnumerable<(CanonicalPath Path, ulong Number)> Wholes(string device)
    {
        foreach (var fields in File.ReadLines("/proc/self/mountinfo").Select(l => l.Split(' ')))
            if (fields is [var number, _, var on, "/", var at, ..] && on == device && CanonicalPath.TryParse(Plain(at), out var path, out _))
                yield return (path, ulong.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>Blanks and the like are written as three octal digits.</summary>
    private static string Plain(string path) =>
        path.Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\011", "\t", StringComparison.Ordinal).Replace(@"\012", "\n", StringComparison.Ordinal).Replace(@"\134", @"\", StringComparison.Ordinal);

    /// <summary>What was found.</summary>
    /// <param name="Folders">Open; the process ends soon.</param>
    /// <param name="Fault">Why there may be more; null when there is none.</param>
    internal sealed record Search(IReadOnlyList<Folder> Folders, string? Fault);
}
