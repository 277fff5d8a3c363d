using System.Runtime.InteropServices;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Running;

/// <summary>
/// Ctrl-C and Ctrl-Break reach the command by themselves, as it is on the same console: pinfold waits. One of the
/// broker's is on no console of the user's, and is ended. A console that closes ends both.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    internal SignalForwarding(RunningCommand command)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            _registrations.Add(PosixSignalRegistration.Create(signal, c =>
        {
            c.Cancel = true;
            if (!command.SharesConsole) command.Kill();
        }));
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGHUP, PosixSignal.SIGTERM])
            _registrations.Add(PosixSignalRegistration.Create(signal, _ => command.Kill()));
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
