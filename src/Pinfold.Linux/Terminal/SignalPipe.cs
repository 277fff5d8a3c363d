using System.Runtime.InteropServices;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Terminal;

/// <summary>Signals as bytes of a pipe, for poll(2). Their default action does not happen.</summary>
internal sealed unsafe class SignalPipe : IDisposable
{
    internal const byte Resize = 1, Resume = 2, End = 3;
    private readonly Descriptor _read, _write;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();

    internal SignalPipe()
    {
        (_read, _write) = Descriptor.Pipe(Libc.O_NONBLOCK);
        _registrations =
        [
            On(PosixSignal.SIGWINCH, Resize), On(PosixSignal.SIGCONT, Resume),
            On(PosixSignal.SIGHUP, End), On(PosixSignal.SIGTERM, End),
            On(PosixSignal.SIGINT, End), On(PosixSignal.SIGQUIT, End),
        ];
    }

    /// <summary>Readable when a signal has come.</summary>
    internal int Number => _read.Number;

    /// <summary>The next one; false when there is none.</summary>
    internal bool TryRead(out byte signal)
    {
        byte value = 0;
        var got = Libc.Read(_read.Number, &value, 1) == 1;
        signal = value;
        return got;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _read.Dispose();
        lock (_gate) _write.Dispose();
    }

    private PosixSignalRegistration On(PosixSignal signal, byte value) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            var one = value;
            // a handler may still run after its registration is disposed, and the number may be another file's by then
            lock (_gate)
            {
                // EAGAIN: thousands of signals wait already
                if (!_write.IsClosed) _ = Libc.Write(_write.Number, &one, 1);
            }
        });
}
