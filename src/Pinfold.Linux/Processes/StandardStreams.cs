using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>Standard input, output and error of this process.</summary>
public static unsafe class StandardStreams
{
    private const int F_GETFD = 1, O_RDWR = 2;

    /// <summary>
    /// Opens /dev/null for those that the caller had closed, so that no later descriptor takes their number and reaches the command.
    /// The first thing a program does.
    /// </summary>
    public static void OpenMissing()
    {
        for (var fd = 0; fd < 3; fd++)
        {
            if (Libc.Fcntl(fd, F_GETFD, 0) >= 0) continue;
            fixed (byte* path = "/dev/null\0"u8) LinuxException.Check(Libc.Open(path, O_RDWR, 0), "open", "/dev/null");
        }
    }
}
