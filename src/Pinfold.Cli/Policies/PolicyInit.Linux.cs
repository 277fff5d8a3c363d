using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Policies;

internal static unsafe partial class PolicyInit
{
    /// <summary>
    /// Writes policy.toml into <paramref name="folder"/>, which is made, and never over another file.
    /// </summary>
    private static CanonicalPath Write(CanonicalPath folder, byte[] text)
    {
        MakeFolder(folder);
        using var parent = Open(folder.Value, Libc.AT_FDCWD,
            Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, folder);
        var path = folder.Combine("policy.toml");
        using var file = Open("policy.toml", parent.Number,
            Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC, path);
        file.WriteAll(text, path.ToString());
        return path;
    }

    private static void MakeFolder(CanonicalPath folder)
    {
        if (Linux.Host.PathProbe.KindOf(folder) != Core.Paths.PathKind.Missing || folder == CanonicalPath.Root) return;
        MakeFolder(folder.Parent);
        fixed (byte* text = OsText.Encode(folder.Value + "\0"))
            if (Libc.MkdirAt(Libc.AT_FDCWD, text, 0x1ED /* 0755 */) < 0 && Errno.Last is var errno
                && errno != Errno.EEXIST)
                throw Fault(folder, errno);
    }

    private static Descriptor Open(string name, int parent, int flags, CanonicalPath path)
    {
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            var fd = Libc.OpenAt(parent, text, flags, 0x1A4 /* 0644 */);
            return fd >= 0 ? new(fd) : throw Fault(path, Errno.Last);
        }
    }

    private static CommandException Fault(CanonicalPath path, int errno) =>
        errno == Errno.EEXIST ? Kept(path) : new($"{path} cannot be made: {LinuxException.Symbol(errno)}");
}
