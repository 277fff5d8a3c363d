using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>
/// A launcher that the broker started: reached by the pipe of signals, gone when its status pipe hangs up.
/// </summary>
internal sealed unsafe class RemoteLauncher(Descriptor signals) : ILauncherProcess
{
    public void Signal(int signal)
    {
        var number = (byte)signal;
        _ = Libc.Write(signals.Number, &number, 1); // EPIPE: it has just ended
    }

    public int? Reap() => null;

    public void Dispose() => signals.Dispose();
}
