using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>Folders of root that setup makes.</summary>
internal static unsafe class RootFolder
{
    private const int FolderKind = 0x4000, ModeBits = 0xfff;

    internal static bool Is(string path, uint mode)
    {
        using var above = TrustedFolder.Open(RootFile.Folder(path));
        return above is not null
            && TrustedFolder.Look(above, RootFile.Name(path), path) is { Kind: FolderKind, Uid: 0, Gid: 0 } stat
            && (uint)(stat.Mode & ModeBits) == mode;
    }

    /// <summary>Makes it, or gives the one that is there to root.</summary>
    internal static void Make(string path, uint mode)
    {
        using var above = TrustedFolder.Need(RootFile.Folder(path));
        var name = RootFile.Name(path);
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            if (Libc.MkdirAt(above.Number, text, mode) < 0 && Errno.Last != Errno.EEXIST)
                throw TrustedFolder.Fault("mkdirat", path);
            var fd = LinuxException.Check(Libc.OpenAt(above.Number, text,
                Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0), "openat", path);
            using var folder = new Descriptor(fd);
            LinuxException.Check(Libc.Fchown(fd, 0, 0), "fchown", path);
            LinuxException.Check(Libc.Fchmod(fd, mode), "fchmod", path);
        }

        // EINVAL: on no disk
        if (Libc.Fsync(above.Number) < 0 && Errno.Last != Errno.EINVAL) throw TrustedFolder.Fault("fsync", path);
    }

    /// <summary>Removes it; false when something else is in it.</summary>
    internal static bool Remove(string path)
    {
        using var above = TrustedFolder.Open(RootFile.Folder(path));
        return above is null || TrustedFolder.Remove(above, RootFile.Name(path), path, isFolder: true);
    }
}
