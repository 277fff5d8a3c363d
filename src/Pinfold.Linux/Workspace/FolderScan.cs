using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// Brings the list of a tree's folders up to date and finds names in the folders that changed. It opens folders only,
/// from the root's descriptor, through no link and into no other file system; an unchanged folder costs one statx(2).
/// </summary>
internal sealed unsafe class FolderScan : IFolderScan
{
    internal const int MaxFolders = 4_000_000;
    private const int Share = 512, MaxThreads = 8, WorthOpening = 4, BufferBytes = 32768;
    private const long Tick = 20_000_000; // two changes within one tick of a slow kernel's clock look the same
    private const ulong Within = Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_XDEV | Libc.RESOLVE_BENEATH;
    private const byte Unknown = 0, FolderType = 4, LinkType = 10; // DT_*

    private readonly Folder _root;
    private readonly AuditNames _names;
    private readonly Func<CanonicalPath, bool> _isGit;
    private readonly FolderIndex? _old;
    private readonly long _start;
    private readonly FolderIndexBuilder _new = new();
    private readonly List<Found> _found = [];
    private readonly List<(CanonicalPath Path, string Reason)> _unseen = [];
    private readonly Stack<(byte[] Path, int Depth)> _pending = new();
    private Dictionary<int, long>? _stamps; // while the list of folders stays as it is: what changed in it
    private int _entry;

    private FolderScan(Folder root, AuditNames names, Func<CanonicalPath, bool> isGit, FolderIndex? old, long start)
    {
        (_root, _names, _isGit, _old, _start) = (root, names, isGit, old, start);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Found> Found => _found;

    /// <inheritdoc/>
    public IReadOnlyList<(CanonicalPath Path, string Reason)> Unseen => _unseen;

    /// <inheritdoc/>
    public bool Changed { get; private set; }

    /// <inheritdoc/>
    public int Folders => _stamps is null ? _new.Count : _old!.Count;

    /// <inheritdoc/>
    public void Save(RootNotes notes, uint purpose)
    {
        if (_stamps is null) notes.WriteIndex(_new.ToFile(purpose));
        else notes.UpdateIndex(_old!, purpose, _stamps);
    }

    /// <param name="root">The tree.</param>
    /// <param name="names">What to look for.</param>
    /// <param name="isGit">True for a git directory that is known: its own layout is no find, links in it are.</param>
    /// <param name="old">The last audit's list; null to read every folder.</param>
    /// <param name="start">When the command started, on the clock of the files.</param>
    internal static FolderScan Run(Folder root, AuditNames names, Func<CanonicalPath, bool> isGit,
        FolderIndex? old, long start)
    {
        var scan = new FolderScan(root, names, isGit, old, start);
        if (old is null) scan.Walk([], 0);
        else scan.Update(old);
        return scan;
    }

    private void Update(FolderIndex old)
    {
        var same = Compare(old);
        if (InPlace(old, same)) return;
        var dropped = new bool[old.Count];
        for (var i = 0; i < old.Count;)
        {
            if (dropped[i])
            {
                i = old.End(i);
                continue;
            }

            if (same[i])
            {
                var run = i + 1;
                while (run < old.Count && same[run] && !dropped[run]) run++;
                _new.AddRange(old, i, run);
                i = run;
                continue;
            }

            Changed = true;
            var kept = Read(old.Path(i).ToArray(), old.Depths[i], Children(old, i));
            if (kept is null)
            {
                i = old.End(i);
                continue;
            }

            for (var child = i + 1; child < old.Count && old.Depths[child] > old.Depths[i]; child = old.End(child))
                if (!kept.Contains(child)) dropped[child] = true;
            WalkPending();
            i++;
        }
    }

    /// <summary>
    /// True when no folder came, went or was replaced, as nearly always: making the list anew would cost as much as
    /// looking.
    /// </summary>
    private bool InPlace(FolderIndex old, bool[] same)
    {
        const int Few = 16; // more would be read twice for nothing
        _stamps = [];
        for (int i = same.AsSpan().IndexOf(false), read = 0; i >= 0 && i < same.Length; i++)
        {
            if (same[i]) continue;
            _entry = i;
            var children = Children(old, i);
            if (++read <= Few && Read(old.Path(i).ToArray(), old.Depths[i], children) is { } kept
                && kept.Count == children.Count && _pending.Count == 0)
                continue;
            _stamps = null;
            _found.Clear();
            _unseen.Clear();
            _pending.Clear();
            return false;
        }

        foreach (var (folder, change) in _stamps) Changed |= old.Changes[folder] != change;
        return true;
    }

    /// <summary>
    /// Which folders are still what they were. A path may lead through a link by now: then a folder above it changed,
    /// and drops it.
    /// </summary>
    private bool[] Compare(FolderIndex old)
    {
        var same = new bool[old.Count];
        var next = 0;
        if (old.Count <= Share)
        {
            Compare(old, same, 0, old.Count);
            return same;
        }

        Thread[] threads =
            [.. Processor.Usable().Take(Math.Min(MaxThreads, 1 + (old.Count / Share)))
                .Select(processor => new Thread(() => Shares(processor)))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return same;

        void Shares(Processor processor) // one that has other work too takes fewer
        {
            processor.Take();
            // looking up from a descriptor in a table of the thread's own needs no reference counts
            _ = Libc.Unshare(Libc.CLONE_FILES);
            for (int from; (from = Interlocked.Add(ref next, Share) - Share) < old.Count;)
                Compare(old, same, from, Math.Min(from + Share, old.Count));
        }
    }

    /// <summary>
    /// Folders side by side are looked up from the one that holds them, kept open: a quarter cheaper than from the
    /// root.
    /// </summary>
    private void Compare(FolderIndex old, bool[] same, int from, int to)
    {
        var depths = old.Depths;
        for (var i = from; i < to;)
        {
            var end = i + 1;
            while (end < to && depths[end] == depths[i]) end++;
            var slash = old.Path(i).LastIndexOf((byte)'/');
            using var parent = end - i >= WorthOpening && slash > 0 ? Look([.. old.Path(i)[..slash], 0]) : null;
            Compare(old, same, i, end, parent?.Number ?? _root.Number, parent is null ? 0 : slash + 1);
            i = end;
        }
    }

    private static void Compare(FolderIndex old, bool[] same, int from, int to, int folder, int skip)
    {
        StatxBuffer stat;
        var inodes = old.Inodes[from..to];
        var changes = old.Changes[from..to];
        var offsets = old.Offsets[from..to];
        fixed (byte* paths = old.Paths)
        {
            for (var i = 0; i < inodes.Length; i++)
            {
                var flags = from + i == 0 ? Libc.AT_EMPTY_PATH : Libc.AT_SYMLINK_NOFOLLOW;
                same[from + i] = changes[i] != 0
                    && Libc.StatxOnly(folder, paths + offsets[i] + skip, flags,
                        Libc.STATX_INO | Libc.STATX_CTIME, &stat) == 0
                    && stat.Inode == inodes[i] && stat.Change.Total == changes[i];
            }
        }
    }

    private static Dictionary<ulong, int> Children(FolderIndex old, int folder)
    {
        var children = new Dictionary<ulong, int>();
        for (var child = folder + 1; child < old.Count && old.Depths[child] > old.Depths[folder];
            child = old.End(child))
            children[old.Inodes[child]] = child;
        return children;
    }

    private void Walk(byte[] path, int depth)
    {
        Changed = true;
        _pending.Push((path, depth));
        WalkPending();
    }

    private void WalkPending()
    {
        while (_pending.TryPop(out var next)) Read(next.Path, next.Depth, null);
    }

    /// <summary>
    /// Lists a folder: adds it, and its new subfolders to those that are pending. Null when it is no folder any more.
    /// </summary>
    /// <returns>The entries of <paramref name="children"/> that are still there.</returns>
    [System.Runtime.CompilerServices.SkipLocalsInit]
    private HashSet<int>? Read(byte[] path, int depth, Dictionary<ulong, int>? children)
    {
        if (_new.Count >= MaxFolders)
            throw new AuditException($"{_root.Path} has more than {MaxFolders} folders: the audit stopped");
        using var folder = Open(path);
        if (folder is null) return null;
        StatxBuffer stat;
        fixed (byte* empty = "\0"u8)
            LinuxException.Check(Libc.Statx(folder.Number, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat),
                "statx", Display(path));
        var settled = Clock.FileTime - stat.Change.Total > Tick;
        if (_stamps is not null)
        {
            if (stat.Inode != _old!.Inodes[_entry]) return null;
            _stamps[_entry] = settled ? stat.Change.Total : 0;
        }
        else
        {
            _entry = _new.Count;
            _new.Add(path, depth, stat.Inode, settled ? stat.Change.Total : 0);
        }

        HashSet<int>? kept = children is null ? null : [];
        var layout = new GitLayout();
        bool? git = null;
        var buffer = stackalloc byte[BufferBytes];
        while (true)
        {
            var got = Libc.Syscall(Libc.SYS_getdents64, folder.Number, (nint)buffer, BufferBytes, 0);
            LinuxException.Check(got, "getdents64", Display(path));
            if (got == 0) break;
            for (nint at = 0; at < got; at += *(ushort*)(buffer + at + 16)) // struct linux_dirent64 (getdents64(2))
            {
                var name =
                    System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer + at + 19);
                if (name[0] == '.' && (name.Length == 1 || (name.Length == 2 && name[1] == '.'))) continue;
                var type = buffer[at + 18];
                if (type == Unknown) type = TypeOf(folder.Number, buffer + at + 19);
                var descend = Entry(path, name, type, ref layout, ref git);
                if (type != FolderType || !descend) continue;
                if (children is not null && children.TryGetValue(*(ulong*)(buffer + at), out var child)
                    && EndsWith(_old!.Path(child), name))
                    kept!.Add(child);
                else Push(path, name, depth + 1);
            }
        }

        if (layout.IsRepository && !(git ??= _isGit(Full(path))))
            _found.Add(Fits(path, "HEAD"u8)
                ? new(Full(path, "HEAD"u8), FoundKind.Bare, _entry)
                : new(Full(path), FoundKind.Unreachable, _entry));
        return kept ?? [];
    }

    /// <summary>Notes what an entry is; true when a folder is to be looked into.</summary>
    private bool Entry(byte[] path, ReadOnlySpan<byte> name, byte type, ref GitLayout layout, ref bool? git)
    {
        layout.See(name);
        var folder = _entry;
        var handoff = _names.IsHandoff(name);
        if ((handoff || type == LinkType || _names.MayBeSecret(name)) && !Fits(path, name))
        {
            _found.Add(new(Full(path), FoundKind.Unreachable, folder));
            return false;
        }

        if (handoff) _found.Add(new(Full(path, name), FoundKind.Name, folder));
        else if (type == LinkType && (git ??= _isGit(Full(path))))
            _found.Add(new(Full(path, name), FoundKind.GitLink, folder));
        if (_names.MayBeSecret(name) && Full(path, name) is var full && _names.IsSecret(full))
            _found.Add(new(full, FoundKind.Secret, folder));
        return type == FolderType && (!handoff || name.SequenceEqual(".git"u8));
    }

    private void Push(byte[] path, ReadOnlySpan<byte> name, int depth)
    {
        byte[] child = path.Length == 0 ? [.. name] : [.. path, (byte)'/', .. name];
        if (child.Length + _root.PathBytes.Length + 1 > CanonicalPath.MaxBytes || depth > ushort.MaxValue)
            _found.Add(new(Full(path), FoundKind.Unreachable, _entry));
        else _pending.Push((child, depth));
    }

    private Descriptor? Open(byte[] path)
    {
        var how = new OpenHow
        {
            Flags = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW,
            Resolve = Within,
        };
        byte[] text = path.Length == 0 ? [(byte)'.', 0] : [.. path, 0];
        fixed (byte* name = text)
        {
            var fd = (int)Libc.Syscall(Libc.SYS_openat2, _root.Number, (nint)name, (nint)(&how), sizeof(OpenHow));
            if (fd >= 0) return new(fd);
            var errno = Errno.Last;
            if (errno == Errno.EACCES && Reopen(text, ref how, ref errno) is { } opened) return opened;
            if (errno == Errno.EXDEV) _unseen.Add((Full(path), "another file system is mounted there"));
            else if (errno is not (0 or Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP))
                _unseen.Add((Full(path), LinuxException.Symbol(errno)));
            return null;
        }
    }

    /// <summary>
    /// A folder whose mode closes it to its owner. If the command touched it, its mode is opened for good: later the
    /// user would, and what is inside would be obeyed. If not, the command was never in it, and
    /// <paramref name="errno"/> becomes 0.
    /// </summary>
    private Descriptor? Reopen(byte[] path, ref OpenHow how, ref int errno)
    {
        using var handle = Look(path);
        if (handle is null) return null;
        fixed (byte* name = path) fixed (byte* empty = "\0"u8) fixed (OpenHow* open = &how)
        {
            StatxBuffer stat;
            if (Libc.Statx(handle.Number, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat) < 0
                || stat.Uid != Libc.GetUid())
                return null;
            if (stat.Change.Total < _start)
            {
                errno = 0;
                return null;
            }

            fixed (byte* self = OsText.Encode($"/proc/self/fd/{handle.Number}\0"))
                if (Libc.FchmodAt(Libc.AT_FDCWD, self, (stat.Mode & 0xFFFu) | 0x1C0, 0) < 0) return null;
            var fd = (int)Libc.Syscall(Libc.SYS_openat2, _root.Number, (nint)name, (nint)open, sizeof(OpenHow));
            return fd < 0 ? null : new(fd);
        }
    }

    /// <summary>A folder to look names up in, not to list. <paramref name="path"/> ends in a NUL.</summary>
    private Descriptor? Look(byte[] path)
    {
        var how = new OpenHow
            { Flags = Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, Resolve = Within };
        fixed (byte* name = path)
        {
            var fd = (int)Libc.Syscall(Libc.SYS_openat2, _root.Number, (nint)name, (nint)(&how), sizeof(OpenHow));
            return fd < 0 ? null : new(fd);
        }
    }

    private static byte TypeOf(int folder, byte* name)
    {
        StatxBuffer stat;
        return Libc.Statx(folder, name, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &stat) < 0
            ? Unknown
            : (byte)(stat.Kind >> 12);
    }

    private static bool EndsWith(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name) =>
        path.EndsWith(name) && (path.Length == name.Length || path[^(name.Length + 1)] == (byte)'/');

    private bool Fits(byte[] path, ReadOnlySpan<byte> name) =>
        _root.PathBytes.Length + path.Length + name.Length + 2 <= CanonicalPath.MaxBytes;

    private byte[] FullBytes(byte[] path) =>
        path.Length == 0 ? _root.PathBytes : [.. _root.PathBytes, (byte)'/', .. path];

    private CanonicalPath Full(byte[] path) => CanonicalPath.Parse(OsText.Decode(FullBytes(path)));

    private CanonicalPath Full(byte[] path, ReadOnlySpan<byte> name) =>
        CanonicalPath.Parse(OsText.Decode([.. FullBytes(path), (byte)'/', .. name]));

    private string Display(byte[] path) => Full(path).ToString();

    /// <inheritdoc/>
    public void Distrust(Found found)
    {
        if (found.Folder >= 0 && _stamps is not null) _stamps[found.Folder] = 0;
        else if (found.Folder >= 0) _new.Set(found.Folder, 0);
        Changed = true;
    }
}
