using Pinfold.Linux.Native;

namespace Pinfold.Linux.Terminal;

/// <summary>A pair of descriptors: what is written to one side is typed, or shown, at the other (pty(7)).</summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    internal PseudoTerminal()
    {
        Master = new(
            LinuxException.Check(Libc.PosixOpenPt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC), "posix_openpt"));
        try
        {
            LinuxException.Check(Libc.GrantPt(Master.Number), "grantpt");
            LinuxException.Check(Libc.UnlockPt(Master.Number), "unlockpt");

            // By descriptor (Linux 4.13): a path under /dev/pts may belong to another instance of devpts.
            Slave = new(LinuxException.Check(
                Libc.Ioctl(Master.Number, Libc.TIOCGPTPEER, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC),
                "ioctl TIOCGPTPEER"));
        }
        catch
        {
            Master.Dispose();
            throw;
        }
    }

    /// <summary>The terminal emulator's side.</summary>
    internal Descriptor Master { get; }

    /// <summary>The programs' side.</summary>
    internal Descriptor Slave { get; }

    /// <summary>
    /// Gives this terminal the size of <paramref name="terminal"/>; its foreground job gets SIGWINCH when that changes
    /// it.
    /// </summary>
    internal void ResizeLike(int terminal)
    {
        WindowSize size;
        // it has just gone: the relay sees the hang-up
        if (Libc.Ioctl(terminal, Libc.TIOCGWINSZ, (nint)(&size)) < 0) return;
        LinuxException.Check(Libc.Ioctl(Master.Number, Libc.TIOCSWINSZ, (nint)(&size)), "ioctl TIOCSWINSZ");
    }

    /// <summary>Reads and writes of the master return EAGAIN instead of waiting.</summary>
    internal void DoNotBlock()
    {
        var flags = LinuxException.Check(Libc.Fcntl(Master.Number, Libc.F_GETFL, 0), "fcntl");
        LinuxException.Check(Libc.Fcntl(Master.Number, Libc.F_SETFL, flags | Libc.O_NONBLOCK), "fcntl");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Slave.Dispose();
        Master.Dispose();
    }
}
