using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;
using Pinfold.Linux.Workspace;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// Where the entries of folders are that are not at their path any more: their file systems are looked through, each
/// once for all of the ledger's folders, below whatever is mounted on them too. Where nothing has an entry the folder
/// was deleted. By entry, and by number besides, for what has lost its entry: numbers come again, and some file systems
/// change them.
/// </summary>
/// <remarks>A folder that its user moves while it is looked for can be missed.</remarks>
internal sealed class MovedFolders
{
    private const int MaxDepth = 256, MaxFolders = 1_000_000;
    private readonly Dictionary<string, (List<Found> Found, string? Fault)> _known = [];

    /// <summary>The topmost folders of a file system that have an entry for a group, or that identity.</summary>
    /// <param name="gid">The group. Of entries those count that are on folders of its own user: anybody may write one
    /// on folders of his.</param>
    /// <param name="identity">As <see cref="GrantedFolder.Identity"/> has it.</param>
    /// <returns>Folders, open, since the process ends soon; and why there may be more, or null.</returns>
    internal (IEnumerable<Folder> Folders, string? Fault) With(uint gid, string identity)
    {
        var device = Device(identity);
        if (!_known.TryGetValue(device, out var known))
        {
            known = _known[device] = Wholes(device).Select(m => Folder.OpenMount(m.Path, m.Number))
                .FirstOrDefault(f => f is not null) is { } top
                ? Look(top,
                    [.. SetupLedger.Read().Entries.Select(e => e.Change).OfType<LedgerChange.GrantAccess>()
                        .Where(g => Device(g.Identity) == device)])
                : ([], $"its file system (device {device}) is not mounted, or not as a whole");
        }

        bool IsOne(Found f) => f.Gid == gid || f.Identity == identity;
        return (known.Found.Where(f => IsOne(f) && !Any(f.Within, IsOne)).Select(f => f.Folder), known.Fault);
    }

    private static (List<Found> Found, string? Fault) Look(Folder top, LedgerChange.GrantAccess[] wanted)
    {
        var owners = wanted.Select(g => uint.Parse(g.Owner, NumberStyles.None, CultureInfo.InvariantCulture))
            .ToHashSet();
        var identities = wanted.Select(g => g.Identity).ToHashSet(StringComparer.Ordinal);
        var (found, seen, closed) = (new List<Found>(), 0, 0);
        var open = new Stack<Level>();
        void Enter(Folder folder, Found? within)
        {
            seen++;
            var walked = folder;
            if (folder.Stat("", out var stat))
            {
                var gid = owners.Contains(stat.Uid) && CallerGroup.Of(stat.Uid) is { } own
                    && !Any(within, f => f.Gid == own) && Holds(folder, own)
                    ? own
                    : (uint?)null;
                var identity = GrantedFolder.Identity(stat);
                if (gid is not null || identities.Contains(identity))
                {
                    found.Add(within = new(folder, gid, identity, within));
                    walked = folder.OpenUnnamed("."); // the one that is found stays open
                }
            }

            if (walked is not null && open.Count < MaxDepth && walked.Folders(int.MaxValue - 1) is { } names)
            {
                open.Push(new(walked, new(names), within));
                return;
            }

            closed++;
            walked?.Dispose();
        }

        Enter(top, null);
        while (open.TryPeek(out var level))
        {
            if (seen > MaxFolders)
                return (found, $"its file system at {top.Path} has more than {MaxFolders:N0} folders");
            if (!level.Names.TryDequeue(out var name))
            {
                open.Pop();
                level.Folder.Dispose();
            }
            else if (level.Folder.OpenOnSameMount(name) is { } below)
            {
                Enter(level.Folder.Adopt(below, name), level.Within);
            }
            else if (level.Folder.Stat(name, out _))
            {
                closed++;
            }
        }

        return (found, closed == 0 ? null : $"{closed} folders of its file system at {top.Path} cannot be looked into");
    }

    /// <summary>What is found is walked through from there: what is below is found with it.</summary>
    private static bool Any(Found? within, Predicate<Found> isOne)
    {
        for (; within is not null; within = within.Within)
            if (isOne(within)) return true;
        return false;
    }

    /// <summary>
    /// A list that cannot be read is none of ours: an error of the disk ends the search of one folder alone.
    /// </summary>
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

    private static string Device(string identity) => identity[..identity.LastIndexOf(':')];

    /// <summary>
    /// Mounts of the whole file system (proc_pid_mountinfo(5)), those first in which entries can be taken away.
    /// </summary>
    private static IEnumerable<(CanonicalPath Path, ulong Number)> Wholes(string device)
    {
        foreach (var fields in File.ReadLines("/proc/self/mountinfo").Select(l => l.Split(' '))
            .OrderBy(f => f is [_, _, _, _, _, var how, ..] && how.Split(',').Contains("ro")))
            if (fields is [var number, _, var on, "/", var at, ..] && on == device
                && CanonicalPath.TryParse(Plain(at), out var path, out _))
                yield return (path, ulong.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>Blanks and the like are written as three octal digits.</summary>
    private static string Plain(string path) =>
        path.Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\011", "\t", StringComparison.Ordinal)
            .Replace(@"\012", "\n", StringComparison.Ordinal).Replace(@"\134", @"\", StringComparison.Ordinal);

    /// <summary>
    /// A folder that has the entry of <paramref name="Gid"/>, or a number of the ledger's; <paramref name="Within"/> is
    /// the nearest such above it.
    /// </summary>
    private sealed record Found(Folder Folder, uint? Gid, string Identity, Found? Within);

    /// <summary>A folder that is looked through.</summary>
    private sealed record Level(Folder Folder, Queue<string> Names, Found? Within);
}
