using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Policies;

internal static unsafe partial class PolicyFiles
{
    private static readonly CanonicalPath Machine = CanonicalPath.Parse("/etc/pinfold/policy.toml");

    private const string Closed = ", so nobody can tell what it forbids; let yourself read it: chmod u+r it, and u+x the folders above it; if it is not yours, ask its owner";

    /// <summary>The file's bytes; null when there is none.</summary>
    private static byte[]? Read(PolicyLayer layer, CanonicalPath path)
    {
        // A project's file is hostile: no link out of the workspace, no pipe to wait for.
        var flags = Libc.O_CLOEXEC | Libc.O_NONBLOCK | (layer == PolicyLayer.Project ? Libc.O_NOFOLLOW : 0);
        int fd;
        fixed (byte* text = OsText.Encode(path.Value + "\0")) fd = Libc.Open(text, flags, 0);
        if (fd < 0)
        {
            var errno = Errno.Last;
            var remedy = errno == Errno.EACCES ? Closed : "";
            return errno is Errno.ENOENT or Errno.ENOTDIR
                ? null
                : throw Unreadable(path, LinuxException.Symbol(errno) + remedy);
        }

        using var file = new Descriptor(fd);
        StatxBuffer stat;
        fixed (byte* empty = "\0"u8)
            LinuxException.Check(Libc.Statx(fd, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat), "statx",
                path.ToString());
        if (stat.Kind != 0x8000) throw Unreadable(path, "it is not a regular file");
        if (layer != PolicyLayer.Project) CheckAuthor(path, stat);
        if (stat.Size > MaxBytes) throw Unreadable(path, $"it is longer than {MaxBytes} bytes");
        var bytes = new byte[MaxBytes + 1];
        var length = 0;
        while (length < bytes.Length)
        {
            nint got;
            fixed (byte* to = &bytes[length])
                got = LinuxException.Check(Libc.Read(fd, to, bytes.Length - length), "read", path.ToString());
            if (got == 0) return bytes[..length];
            length += (int)got;
        }

        throw Unreadable(path, $"it is longer than {MaxBytes} bytes");
    }

    /// <summary>
    /// A file that can widen the fence was written by the user or the administrator, and by nobody else.
    /// </summary>
    private static void CheckAuthor(CanonicalPath path, in StatxBuffer stat)
    {
        if (stat.Uid != Libc.GetUid() && stat.Uid != 0)
            throw Unreadable(path, $"it belongs to user {stat.Uid}, and you are user {Libc.GetUid()}");
        if ((stat.Mode & 0x2) != 0 || ((stat.Mode & 0x10) != 0 && stat.Gid != Libc.GetGid()))
            throw Unreadable(path, "others may write it; run chmod go-w on it");
    }
}
