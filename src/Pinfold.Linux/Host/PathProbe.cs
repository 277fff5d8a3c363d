using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Host;

/// <summary>
/// Looks at single paths. A placeholder that another session made counts as missing: it is about to be taken again.
/// </summary>
internal static unsafe class PathProbe
{
    internal static PathKind KindOf(CanonicalPath path)
    {
        StatxBuffer stat;
        fixed (byte* text = OsText.Encode(path.Value + "\0"))
        {
            if (Libc.Statx(Libc.AT_FDCWD, text, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &stat) < 0)
                return PathKind.Missing;
        }

        return KindOf(stat);
    }

    internal static PathKind KindOf(in StatxBuffer stat) =>
        StalePlaceholders.IsOne(stat) ? PathKind.Missing : RawKindOf(stat);

    internal static PathKind RawKindOf(in StatxBuffer stat) => stat.Kind switch
    {
        0x8000 => PathKind.File,
        0x4000 => PathKind.Directory,
        0xA000 => PathKind.Symlink,
        _ => PathKind.Other,
    };

    /// <summary>
    /// Where <paramref name="path"/> really lies; null when no part of it is a link, or it leads to nothing.
    /// </summary>
    internal static CanonicalPath? BehindLinks(CanonicalPath path)
    {
        var how = new OpenHow { Flags = Libc.O_PATH | Libc.O_CLOEXEC, Resolve = Libc.RESOLVE_NO_SYMLINKS };
        fixed (byte* text = OsText.Encode(path.Value + "\0"))
        {
            var fd = (int)Libc.Syscall(Libc.SYS_openat2, Libc.AT_FDCWD, (nint)text, (nint)(&how), sizeof(OpenHow));
            if (fd < 0) return Errno.Last == Errno.ELOOP ? Real(path) : null;
            _ = Libc.Close(fd);
            return null;
        }
    }

    /// <inheritdoc cref="Real(string)"/>
    internal static CanonicalPath? Real(CanonicalPath path) => Real(path.Value);

    /// <summary>
    /// The path without symbolic links (realpath(3)); null when it does not exist or cannot be walked.
    /// </summary>
    internal static CanonicalPath? Real(string path)
    {
        var buffer = stackalloc byte[CanonicalPath.MaxBytes + 1];
        fixed (byte* text = OsText.Encode(path + "\0"))
        {
            if (Libc.RealPath(text, buffer) == null) return null;
        }

        var real = OsText.Decode(
            System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
        return CanonicalPath.TryParse(real, out var parsed, out _) ? parsed : null;
    }

    /// <summary>
    /// The outermost folder above <paramref name="path"/> that others may not enter; null when there is none.
    /// </summary>
    internal static CanonicalPath? OutermostClosed(CanonicalPath path)
    {
        const ushort OthersEnter = 1; // S_IXOTH
        for (var end = path.Value.IndexOf('/', 1); end > 0; end = path.Value.IndexOf('/', end + 1))
        {
            StatxBuffer stat;
            fixed (byte* text = OsText.Encode(path.Value[..end] + "\0"))
            {
                if (Libc.Statx(Libc.AT_FDCWD, text, 0, Libc.STATX_BASIC_STATS, &stat) < 0) return null;
            }

            if ((stat.Mode & OthersEnter) == 0) return CanonicalPath.Parse(path.Value[..end]);
        }

        return null;
    }

    /// <summary>True when the file system under <paramref name="path"/> is mounted read-only.</summary>
    internal static bool IsReadOnly(CanonicalPath path)
    {
        fixed (byte* text = OsText.Encode(path.Value + "\0"))
        {
            var fd = Libc.Open(text, Libc.O_PATH | Libc.O_CLOEXEC, 0);
            if (fd < 0) return false;
            using var descriptor = new Descriptor(fd);
            StatVfsBuffer stat;
            return Libc.FstatVfs(fd, &stat) == 0 && (stat.Flags & StatVfsBuffer.ReadOnly) != 0;
        }
    }
}
