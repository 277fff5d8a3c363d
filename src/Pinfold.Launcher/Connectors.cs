using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Blocking connects, made for a command: at once where they need no wait, else by children that wait in connect(2).
/// Their number is bounded; one that is killed is answered for.
/// </summary>
internal unsafe struct Connectors
{
    internal const int InChild = 1;
    private const int NotKnown = 2, Max = 64;
    private fixed int _pid[Max];
    private fixed ulong _call[Max];

    /// <summary>
    /// Connects at once where that needs no wait, else in a child, which answers call <paramref name="id"/>.
    /// </summary>
    /// <returns>0, a negative errno, or <see cref="InChild"/>.</returns>
    internal nint Connect(nint notify, ulong id, nint socket, int domain, byte* address, int length)
    {
        nint result = AtOnce(socket, domain, address, length);
        return result == NotKnown || result == -Sys.EINTR
            ? Start(notify, id, socket, address, length, isBegun: result == -Sys.EINTR)
            : result;
    }

    /// <summary>
    /// Waits for no longer than a millisecond: on one machine a connection stands at once, and a fork(2) would take
    /// longer than all the rest. A limit of the socket itself (SO_SNDTIMEO) would be the command's to change meanwhile.
    /// </summary>
    private static nint AtOnce(nint socket, int domain, byte* address, int length)
    {
        if (domain != Sys.AF_UNIX && Sys.SocketOption(socket, Sys.SO_PROTOCOL) != Sys.IPPROTO_TCP) return NotKnown;
        if (Signals.BeginAlarms() < 0) return NotKnown;
        nint result = Sys.Call(Sys.Connect, socket, (nint)address, length);
        Signals.EndAlarms();
        return result;
    }

    /// <param name="isBegun">A wait that ends is told as of the call that began the connection.</param>
    private nint Start(nint notify, ulong id, nint socket, byte* address, int length, bool isBegun)
    {
        int slot = 0;
        while (slot < Max && _pid[slot] != 0) slot++;
        if (slot == Max) return -Sys.EAGAIN;
        nint child = Sys.Fork();
        if (child < 0) return child;
        if (child == 0)
        {
            nint result = Sys.Call(Sys.Connect, socket, (nint)address, length);
            Supervisor.Answer(notify, id, isBegun && result == -Sys.EALREADY ? -Sys.EINPROGRESS : result);
            Sys.Exit(0);
        }

        _pid[slot] = (int)child;
        _call[slot] = id;
        return InChild;
    }

    /// <summary>
    /// Process <paramref name="pid"/> was reaped. The kernel drops the answer when the call has had one (ENOENT).
    /// </summary>
    internal void Ended(nint notify, nint pid)
    {
        for (int slot = 0; slot < Max; slot++)
        {
            if (_pid[slot] != pid) continue;
            _pid[slot] = 0;
            Supervisor.Answer(notify, _call[slot], -Sys.EINTR);
        }
    }
}
