using System.Runtime.InteropServices;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// Moves an entry from folder to folder, by descriptors: rename(2), or copy and remove between file systems.
/// </summary>
internal static unsafe class Mover
{
    private const uint OwnerAll = 0x1C0;

    /// <summary>Moves; never over something. Throws <see cref="LinuxException"/>.</summary>
    internal static void Move(Folder from, string name, Folder to, string newName)
    {
        if (TryRename(from, name, to, newName)) return;
        var errno = Errno.Last;
        if (errno == Errno.EACCES)
        {
            using var parent = Lend(from, "");
            using var entry = Lend(from, name);
            using var target = Lend(to, "");
            if (TryRename(from, name, to, newName)) return;
            errno = Errno.Last;
        }

        if (errno != Errno.EXDEV)
        {
            Marshal.SetLastPInvokeError(errno);
            LinuxException.Check(-1, "rename", from.Path.Combine(name).ToString());
        }

        using var place = Lend(to, "");
        new TreeCopy().Copy(from, name, to, newName);
        Remove(from, name);
    }

    /// <summary>Removes an entry and all below it, following no link.</summary>
    internal static void Remove(Folder parent, string name)
    {
        if (!parent.Stat(name, out var stat)) return;
        using var writable = Lend(parent, "");
        if (stat.Kind == 0x4000)
        {
            using var lent = Lend(parent, name);
            using var folder = parent.Open(name)
                ?? throw new IOException($"{parent.Path.Combine(name)} cannot be opened");
            foreach (var child in folder.Names()) Remove(folder, child);
        }

        fixed (byte* text = OsText.Encode(name + "\0"))
            LinuxException.Check(Libc.UnlinkAt(parent.Number, text, stat.Kind == 0x4000 ? Libc.AT_REMOVEDIR : 0),
                "unlink", parent.Path.Combine(name).ToString());
    }

    /// <summary>
    /// Gives the owner all rights on a folder until it is disposed; nothing when they are there, or it is not the
    /// user's.
    /// </summary>
    internal static Loan? Lend(Folder parent, string name)
    {
        if (!parent.Stat(name, out var stat) || stat.Kind != 0x4000
            || stat.Uid != Libc.GetUid() || (stat.Mode & OwnerAll) == OwnerAll)
            return null;
        fixed (byte* text = OsText.Encode((name.Length == 0 ? "." : name) + "\0"))
        {
            var fd = Libc.OpenAt(parent.Number, text,
                Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
            return fd < 0 ? null : new Loan(new(fd), stat.Mode & 0xFFFu);
        }
    }

    /// <summary>rename(2), never over something.</summary>
    internal static bool TryRename(Folder from, string name, Folder to, string newName)
    {
        fixed (byte* old = OsText.Encode(name + "\0")) fixed (byte* target = OsText.Encode(newName + "\0"))
            return Libc.RenameAt2(from.Number, old, to.Number, target, Libc.RENAME_NOREPLACE) == 0;
    }

    /// <summary>A folder's mode, lent and given back.</summary>
    internal sealed class Loan : IDisposable
    {
        private readonly Descriptor _folder;
        private readonly uint _mode;

        internal Loan(Descriptor folder, uint mode)
        {
            (_folder, _mode) = (folder, mode);
            Set(mode | OwnerAll);
        }

        public void Dispose()
        {
            Set(_mode);
            _folder.Dispose();
        }

        private void Set(uint mode)
        {
            fixed (byte* self = OsText.Encode($"/proc/self/fd/{_folder.Number}\0"))
                LinuxException.Check(Libc.FchmodAt(Libc.AT_FDCWD, self, mode, 0), "chmod");
        }
    }
}
