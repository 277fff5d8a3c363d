using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>Standard input, output and error of this process.</summary>
public static unsafe class StandardStreams
{
    private const int F_GETFD = 1, O_RDWR = 2;

    /// <summary>
    /// What the caller gave, for a command to inherit: descriptors of /dev/null in place of what was closed.
    /// </summary>
    public static (int In, int Out, int Error) Given { get; private set; } = (0, 1, 2);

    /// <summary>
    /// Opens /dev/null for those that the caller had closed, so that no later descriptor takes their number and reaches
    /// a command. The first thing a program does. What closes on exec has not come through one: the runtime took the
    /// number before.
    /// </summary>
    public static void OpenMissing()
    {
        const int FD_CLOEXEC = 1;
        var given = stackalloc int[3];
        for (var fd = 0; fd < 3; fd++)
        {
            var flags = Libc.Fcntl(fd, F_GETFD, 0);
            if (flags < 0) _ = Null(0); // the lowest number that is free: this one
            given[fd] = flags >= 0 && (flags & FD_CLOEXEC) != 0 ? Above(Null(Libc.O_CLOEXEC)) : fd;
        }

        Given = (given[0], given[1], given[2]);
    }

    private static int Null(int flags)
    {
        fixed (byte* path = "/dev/null\0"u8)
            return (int)LinuxException.Check(Libc.Open(path, O_RDWR | flags, 0), "open", "/dev/null");
    }

    /// <summary>A later one of the three may still be free, and must not be taken.</summary>
    private static int Above(int fd)
    {
        if (fd > 2) return fd;
        var above = (int)LinuxException.Check(Libc.Fcntl(fd, Libc.F_DUPFD_CLOEXEC, 3), "fcntl", "/dev/null");
        _ = Libc.Close(fd);
        return above;
    }
}
