using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>A launcher that is this process's own child.</summary>
internal sealed class ChildLauncher(int pid) : ILauncherProcess
{
    private readonly Lock _gate = new();
    private bool _reaped;

    public void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_reaped) _ = Libc.Kill(pid, signal); // ESRCH: it has just ended
        }
    }

    /// <returns>Null where the caller ignores SIGCHLD: the kernel reaps by itself (wait(2), "Linux notes").</returns>
    public int? Reap()
    {
        if (_reaped) return null;
        var waited = Libc.Reap(pid, out var status);
        var unknown = waited < 0 && Errno.Last == Errno.ECHILD;
        if (!unknown) LinuxException.Check(waited, "waitpid");
        lock (_gate) _reaped = true;
        return unknown ? null : status & 0x7f;
    }

    public void Dispose() => Reap();
}
