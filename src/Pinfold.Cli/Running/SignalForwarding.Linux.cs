using System.Runtime.InteropServices;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Running;

/// <summary>
/// What is sent to pinfold is for the command. A key at the terminal reaches both by itself; the launcher tells the two
/// apart. A stop is passed on first, then obeyed, so that a shell's job control sees one job.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    private const int Stop = 19;
    // HUP INT QUIT USR1 USR2 TERM CONT TSTP WINCH
    private static readonly int[] Forwarded = [1, 2, 3, 10, 12, 15, 18, 20, 28];
    private readonly List<PosixSignalRegistration> _registrations = [];

    internal SignalForwarding(RunningCommand command)
    {
        foreach (var signal in Forwarded)
        {
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
            {
                context.Cancel = true;
                command.Signal(signal);
                if (signal == 20) _ = Libc.Kill(Libc.GetPid(), Stop);
            }));
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
