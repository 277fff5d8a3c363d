using System.Runtime.InteropServices;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Workspace;

/// <summary>An open folder. Names in it are looked up from the descriptor and never through a symbolic link.</summary>
internal sealed unsafe class Folder : FolderHandle
{
    private readonly Descriptor _descriptor;

    private Folder(Descriptor descriptor, CanonicalPath path)
        : base(path) => _descriptor = descriptor;

    /// <inheritdoc/>
    public override bool StampsChanges => FileSystems.StampChanges(this);

    internal int Number => _descriptor.Number;

    /// <summary>f_type of statfs(2).</summary>
    internal long FileSystem
    {
        get
        {
            StatFsBuffer buffer;
            return Libc.FstatFs(Number, &buffer) == 0 ? buffer.Type : 0;
        }
    }

    /// <summary>
    /// Opens <paramref name="path"/>, no component of which may be a link; null when it is no such folder.
    /// </summary>
    internal static Folder? Open(CanonicalPath path)
    {
        var how = new OpenHow
        {
            Flags = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW,
            Resolve = Libc.RESOLVE_NO_SYMLINKS,
        };
        fixed (byte* text = OsText.Encode(path.Value + "\0"))
        {
            var fd = (int)Libc.Syscall(Libc.SYS_openat2, Libc.AT_FDCWD, (nint)text, (nint)(&how), sizeof(OpenHow));
            return fd < 0 ? null : new(new(fd), path);
        }
    }

    /// <inheritdoc/>
    public override EntryFacts? Look(string name) => Stat(name, out var stat) ? Facts(stat) : null;

    /// <inheritdoc/>
    public override Folder? Open(string name) => Path.TryCombine(name, out var path) ? Open(name, path) : null;

    /// <inheritdoc/>
    public override Folder? OpenUnnamed(string name) => Open(name, Path);

    /// <summary>
    /// The folder or file <paramref name="name"/>, to be read, unless it is a link or a mount lies on it; null then,
    /// and when it cannot be opened.
    /// </summary>
    internal Descriptor? OpenOnSameMount(string name)
    {
        var how = new OpenHow
        {
            Flags = Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK,
            Resolve = Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_XDEV | Libc.RESOLVE_BENEATH,
        };
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            var fd = (int)Libc.Syscall(Libc.SYS_openat2, Number, (nint)text, (nint)(&how), sizeof(OpenHow));
            return fd < 0 ? null : new(fd);
        }
    }

    /// <summary>A folder that is open already, below this one.</summary>
    internal Folder Adopt(Descriptor below) => new(below, Path);

    /// <summary>The same, known by its name in this one.</summary>
    internal Folder Adopt(Descriptor below, string name) =>
        new(below, Path.TryCombine(name, out var path) ? path : Path);

    /// <summary>
    /// The root of the file system's mount at <paramref name="path"/> without what is mounted on its folders, in a
    /// mount that is nowhere else (open_tree(2)); null when another mount is there by now, or it cannot be had.
    /// </summary>
    /// <param name="path">The mount point.</param>
    /// <param name="mount">The mount's number in proc_pid_mountinfo(5).</param>
    internal static Folder? OpenMount(CanonicalPath path, ulong mount)
    {
        const int Clone = 1; // OPEN_TREE_CLONE
        using var at = Open(path);
        if (at is null || at.MountNumber != mount) return null;
        fixed (byte* empty = "\0"u8, itself = ".\0"u8)
        {
            var tree = (int)Libc.Syscall(Libc.SYS_open_tree, at.Number, (nint)empty,
                Clone | Libc.O_CLOEXEC | Libc.AT_EMPTY_PATH, 0);
            if (tree < 0) return null;
            using var clone = new Descriptor(tree);
            var fd = Libc.OpenAt(tree, itself, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
            return fd < 0 ? null : new(new(fd), path);
        }
    }

    /// <summary>The number of its mount; 0 when it cannot be had.</summary>
    private ulong MountNumber
    {
        get
        {
            StatxBuffer buffer;
            fixed (byte* empty = "\0"u8)
                return Libc.Statx(Number, empty, Libc.AT_EMPTY_PATH, Libc.STATX_MNT_ID, &buffer) == 0
                    && (buffer.Mask & Libc.STATX_MNT_ID) != 0
                    ? buffer.Mount
                    : 0;
        }
    }

    private Folder? Open(string name, CanonicalPath path)
    {
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            var fd = Libc.OpenAt(Number, text, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0);
            return fd < 0 ? null : new(new(fd), path);
        }
    }

    /// <summary>
    /// The status of <paramref name="name"/>, a link itself; of the folder for an empty name. False when it is missing.
    /// </summary>
    internal bool Stat(string name, out StatxBuffer stat)
    {
        var flags = name.Length == 0 ? Libc.AT_EMPTY_PATH : Libc.AT_SYMLINK_NOFOLLOW;
        fixed (byte* text = OsText.Encode(name + "\0")) fixed (StatxBuffer* buffer = &stat)
            return Libc.Statx(Number, text, flags, Libc.STATX_BASIC_STATS | Libc.STATX_BTIME, buffer) == 0;
    }

    /// <inheritdoc/>
    public override string? Read(string name, int limit)
    {
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            var fd = Libc.OpenAt(Number, text, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK, 0);
            if (fd < 0) return null;
            using var file = new Descriptor(fd);
            StatxBuffer stat;
            fixed (byte* empty = "\0"u8)
                if (Libc.Statx(fd, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat) < 0 || stat.Kind != 0x8000)
                    return null;
            var bytes = new byte[limit + 1];
            var length = 0;
            while (length <= limit)
            {
                nint got;
                fixed (byte* to = &bytes[length]) got = Libc.Read(fd, to, bytes.Length - length);
                if (got < 0) return null; // an error of the disk
                if (got == 0) return OsText.Decode(bytes.AsSpan(0, length));
                length += (int)got;
            }

            return null;
        }
    }

    /// <summary>The regular file <paramref name="name"/>, to be read, whatever its mode says to its owner.</summary>
    internal Descriptor OpenFile(string name)
    {
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            var flags = Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK;
            var fd = Libc.OpenAt(Number, text, flags, 0);
            if (fd < 0 && Errno.Last == Errno.EACCES && Stat(name, out var stat) && stat.Kind == 0x8000
                && Libc.FchmodAt(Number, text, (stat.Mode & 0xFFFu) | 0x100, 0) == 0)
                fd = Libc.OpenAt(Number, text, flags, 0);
            return new(LinuxException.Check(fd, "open", Path.Combine(name).ToString()));
        }
    }

    /// <inheritdoc/>
    public override List<string> Names() => Names(int.MaxValue);

    /// <summary>More than <paramref name="limit"/> when there are more: then not all of them.</summary>
    internal List<string> Names(int limit)
    {
        var names = new List<string>();
        LinuxException.Check(List((name, _) => names.Add(name), limit) ? 0 : -1, "getdents64", Path.ToString());
        return names;
    }

    /// <inheritdoc/>
    public override List<string>? Folders(int limit)
    {
        var names = new List<string>();
        var seen = 0;
        var read = List((name, type) =>
        {
            seen++;
            // DT_DIR, DT_UNKNOWN
            if (type == 4 || (type == 0 && Stat(name, out var stat) && stat.Kind == 0x4000)) names.Add(name);
        }, limit);
        return read && seen <= limit ? names : null;
    }

    /// <summary>getdents64(2); stops after <paramref name="limit"/> entries. False on an error.</summary>
    private bool List(Action<string, byte> see, int limit = int.MaxValue)
    {
        const int size = 8192;
        var buffer = stackalloc byte[size];
        for (var seen = 0; seen <= limit;)
        {
            var got = Libc.Syscall(Libc.SYS_getdents64, Number, (nint)buffer, size, 0);
            if (got <= 0) return got == 0 || Errno.Last == Errno.ENOENT; // removed meanwhile, so nothing is in it
            for (nint at = 0; at < got; at += *(ushort*)(buffer + at + 16)) // struct linux_dirent64
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer + at + 19);
                if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8)) continue;
                seen++;
                see(OsText.Decode(name), buffer[at + 18]);
            }
        }

        return true;
    }

    private static EntryFacts Facts(in StatxBuffer stat) => new(
        PathProbe.RawKindOf(stat), stat.Change.Total, stat.Inode, (stat.Mask & Libc.STATX_BTIME) != 0
            ? stat.Birth.Total
            : null, StalePlaceholders.IsOne(stat));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _descriptor.Dispose();
}
