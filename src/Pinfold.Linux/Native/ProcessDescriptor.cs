namespace Pinfold.Linux.Native;

/// <summary>A process by descriptor (pidfd_open(2)): its number may be another's by now.</summary>
internal static unsafe class ProcessDescriptor
{
    internal const int Forever = -1;
    private const nint SYS_pidfd_send_signal = 424, SYS_pidfd_open = 434;

    /// <summary>Null when it is gone.</summary>
    internal static Descriptor? Open(int pid)
    {
        var fd = (int)Libc.Syscall(SYS_pidfd_open, pid, 0, 0, 0);
        return fd < 0 ? null : new(fd);
    }

    /// <summary>Sends a signal; false when it is gone.</summary>
    internal static bool Signal(Descriptor process, int signal) =>
        Libc.Syscall(SYS_pidfd_send_signal, process.Number, signal, 0, 0) == 0 || Errno.Last != Errno.ESRCH;

    /// <summary>True when it ended within that time.</summary>
    internal static bool Wait(Descriptor process, int milliseconds)
    {
        var entry = new PollEntry(process.Number, PollEntry.In);
        int ended;
        while ((ended = Libc.Poll(&entry, 1, milliseconds)) < 0 && Errno.Last == Errno.EINTR)
        {
        }

        return ended > 0;
    }
}
