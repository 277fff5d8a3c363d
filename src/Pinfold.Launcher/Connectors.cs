using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Children that wait in connect(2) for a command. Their number is bounded; one that is killed is answered for.
/// </summary>
internal unsafe struct Connectors
{
    private const int Max = 64;
    private fixed int _pid[Max];
    private fixed ulong _call[Max];

    /// <summary>
    /// Connects in a child, which answers call <paramref name="id"/>; 0, or a negative errno when none could be made.
    /// </summary>
    internal nint Start(nint notify, ulong id, nint socket, byte* address, int length)
    {
        int slot = 0;
        while (slot < Max && _pid[slot] != 0) slot++;
        if (slot == Max) return -Sys.EAGAIN;
        nint child = Sys.Fork();
        if (child < 0) return child;
        if (child == 0)
        {
            Supervisor.Answer(notify, id, Sys.Call(Sys.Connect, socket, (nint)address, length));
            Sys.Exit(0);
        }

        _pid[slot] = (int)child;
        _call[slot] = id;
        return 0;
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
