using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// Copies an entry and all below it by descriptors: bytes, modes, times, links as links, hard links within it.
/// </summary>
internal sealed unsafe class TreeCopy
{
    private const int BlockBytes = 1 << 17, MaxDepth = 2048;
    private readonly Dictionary<(ulong, uint, uint), (Folder Folder, string Name)> _links = [];
    private readonly HashSet<Folder> _open = [];

    internal void Copy(Folder from, string name, Folder to, string newName)
    {
        try
        {
            Entry(from, name, to, newName, 0);
        }
        finally
        {
            foreach (var folder in _open) folder.Dispose();
        }
    }

    private void Entry(Folder from, string name, Folder to, string newName, int depth)
    {
        var subject = from.Path.Combine(name).ToString();
        if (depth > MaxDepth) throw new AuditException($"{subject} is deeper than {MaxDepth} folders");
        if (!from.Stat(name, out var stat)) throw new IOException($"{subject} is gone");
        fixed (byte* target = OsText.Encode(newName + "\0"))
        {
            var key = (stat.Inode, stat.DevMajor, stat.DevMinor);
            if (stat.Kind != 0x4000 && stat.LinkCount > 1 && _links.TryGetValue(key, out var made))
            {
                fixed (byte* first = OsText.Encode(made.Name + "\0"))
                    LinuxException.Check(Libc.LinkAt(made.Folder.Number, first, to.Number, target, 0), "link", subject);
                return;
            }

            var mode = stat.Mode & 0xFFFu;
            switch (stat.Kind)
            {
                case 0x4000: CopyFolder(from, name, to, newName, depth); break;
                case 0x8000: CopyFile(from, name, to, target, mode, subject); break;
                case 0xA000: CopyLink(from, name, to, target, subject); break;
                // a socket or device has no content to keep
                default: LinuxException.Check(Libc.MkfifoAt(to.Number, target, mode), "mkfifo", subject); break;
            }

            if (stat.Kind == 0x4000) LinuxException.Check(Libc.FchmodAt(to.Number, target, mode, 0), "chmod", subject);
            else if (stat.LinkCount > 1)
            {
                _links[key] = (to, newName);
                if (depth > 0) _open.Add(to);
            }

            var times = stackalloc TimeSpec[2];
            times[0] = new() { Seconds = stat.Access.Seconds, Nanoseconds = stat.Access.Nanoseconds };
            times[1] = new() { Seconds = stat.Modify.Seconds, Nanoseconds = stat.Modify.Nanoseconds };
            LinuxException.Check(Libc.UtimensAt(to.Number, target, times, Libc.AT_SYMLINK_NOFOLLOW),
                "utimensat", subject);
        }
    }

    private void CopyFolder(Folder from, string name, Folder to, string newName, int depth)
    {
        using var lent = Mover.Lend(from, name);
        using var source = from.Open(name) ?? throw new IOException($"{from.Path.Combine(name)} cannot be opened");
        fixed (byte* target = OsText.Encode(newName + "\0"))
            LinuxException.Check(Libc.MkdirAt(to.Number, target, 0x1C0), "mkdir", source.Path.ToString());
        var copy = to.Open(newName) ?? throw new IOException($"{to.Path.Combine(newName)} cannot be opened");
        foreach (var child in source.Names()) Entry(source, child, copy, child, depth + 1);
        if (!_open.Contains(copy)) copy.Dispose(); // else a later hard link needs it
    }

    private static void CopyFile(Folder from, string name, Folder to, byte* target, uint mode, string subject)
    {
        using var source = from.OpenFile(name);
        using var copy = new Descriptor(LinuxException.Check(
            Libc.OpenAt(to.Number, target,
                Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0x180),
            "open", subject));
        var block = new byte[BlockBytes];
        fixed (byte* data = block)
            for (nint got;
                (got = LinuxException.Check(Libc.Read(source.Number, data, BlockBytes), "read", subject)) > 0;)
                copy.WriteAll(block.AsSpan(0, (int)got), subject);

        LinuxException.Check(Libc.Fchmod(copy.Number, mode), "chmod", subject);
    }

    private static void CopyLink(Folder from, string name, Folder to, byte* target, string subject)
    {
        var text = stackalloc byte[CanonicalPath.MaxBytes + 1];
        fixed (byte* source = OsText.Encode(name + "\0"))
        {
            var length = LinuxException.Check(Libc.ReadLinkAt(from.Number, source, text, CanonicalPath.MaxBytes),
                "readlink", subject);
            text[length] = 0;
        }

        LinuxException.Check(Libc.SymlinkAt(text, to.Number, target), "symlink", subject);
    }
}
