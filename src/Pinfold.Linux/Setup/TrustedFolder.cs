using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>
/// Folders that root alone can change, from the root folder on: what root runs or believes lies in no other.
/// </summary>
internal static unsafe class TrustedFolder
{
    private const int GroupOrOtherMayWrite = 0x12;

    /// <summary>
    /// Opens a folder by its names, none of which is a link, and each of which is root's alone; null when it is not
    /// there.
    /// </summary>
    /// <exception cref="SetupException">Somebody else may change it, or what is on the way to it.</exception>
    internal static Descriptor? Open(string path)
    {
        var folder = OpenAt(Libc.AT_FDCWD, "/", "/") ?? throw new SetupException("the root folder cannot be opened");
        var at = "";
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at += "/" + name;
            using var above = folder;
            if (OpenAt(above.Number, name, at) is not { } next) return null;
            folder = next;
        }

        return folder;
    }

    /// <summary>The same, which must be there.</summary>
    internal static Descriptor Need(string path) =>
        Open(path) ?? throw new SetupException($"the folder {path} is not there; make it as root: mkdir {path}");

    /// <summary>What is known of a name in a folder; null when it is not there. Links are not followed.</summary>
    internal static StatxBuffer? Look(Descriptor folder, string name, string path)
    {
        StatxBuffer stat;
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            if (Libc.Statx(folder.Number, text, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &stat) == 0)
                return stat;
        }

        return Errno.Last == Errno.ENOENT ? null : throw Fault("statx", path);
    }

    /// <summary>Removes a name; false when a folder has something in it. One that is gone is removed.</summary>
    internal static bool Remove(Descriptor folder, string name, string path, bool isFolder)
    {
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            if (Libc.UnlinkAt(folder.Number, text, isFolder ? Libc.AT_REMOVEDIR : 0) == 0) return true;
        }

        return Errno.Last switch
        {
            Errno.ENOENT => true,
            Errno.ENOTEMPTY or Errno.EEXIST or Errno.EBUSY => false,
            _ => throw Fault("unlinkat", path),
        };
    }

    internal static Exception Fault(string function, string path)
    {
        try
        {
            LinuxException.Check(-1, function, path);
            throw new System.Diagnostics.UnreachableException();
        }
        catch (LinuxException e)
        {
            return e;
        }
    }

    private static Descriptor? OpenAt(int above, string name, string path)
    {
        int fd;
        fixed (byte* text = OsText.Encode(name + "\0"))
            fd = Libc.OpenAt(above, text, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
        if (fd < 0)
        {
            if (Errno.Last == Errno.ENOENT) return null;
            if (Errno.Last is Errno.ELOOP or Errno.ENOTDIR)
                throw new SetupException($"{path} is a link or no folder: nothing is installed behind it");
            throw Fault("open", path);
        }

        var folder = new Descriptor(fd);
        StatxBuffer stat;
        fixed (byte* empty = "\0"u8)
            LinuxException.Check(
                Libc.Statx(fd, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat), "statx", path);
        if (stat.Uid == 0 && (stat.Mode & GroupOrOtherMayWrite) == 0) return folder;
        folder.Dispose();
        throw new SetupException(stat.Uid != 0
            ? $"{path} belongs to user {stat.Uid}, who could change what root runs; run: chown root {path}"
            : $"{path} may be changed by others than root (mode {Convert.ToString(stat.Mode & 0xfff, 8)}); run: chmod go-w {path}");
    }
}
