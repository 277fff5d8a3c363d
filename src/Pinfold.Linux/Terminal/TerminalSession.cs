using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Terminal;

/// <summary>
/// A terminal of the command's own, shown in the user's: what is inside never holds a descriptor of the user's
/// terminal. Bytes pass untouched in both directions, escape sequences included, as they do with ssh(1).
/// </summary>
public sealed unsafe class TerminalSession : IDisposable
{
    private const int Forever = -1;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly int _input, _output;
    private readonly PseudoTerminal _terminal = new();
    private readonly RawMode _raw;
    private readonly SignalPipe _signals;
    private readonly Descriptor _screen;

    /// <summary>
    /// Makes the terminal, as large as the user's, and puts the user's in raw mode until this is disposed.
    /// </summary>
    /// <param name="input">The user's terminal, for reading: see <see cref="IsTerminal"/>.</param>
    /// <param name="output">Where the output goes; usually the same terminal.</param>
    /// <exception cref="LinuxException">There is no terminal, or none can be made.</exception>
    public TerminalSession(int input = 0, int output = 1)
    {
        (_input, _output) = (input, output);
        _terminal.DoNotBlock();
        _terminal.ResizeLike(input);
        _raw = new(input);
        _raw.CopyTo(_terminal.Slave);
        _screen = Reopen(output);
        _signals = new();
        _raw.Enter(); // last: nothing can fail between here and Dispose
    }

    /// <summary>For <see cref="LaunchRequest.Streams"/>, with <see cref="LaunchRequest.OwnTerminal"/> set.</summary>
    public (int In, int Out, int Error) Streams =>
        (_terminal.Slave.Number, _terminal.Slave.Number, _terminal.Slave.Number);

    /// <summary>True when <paramref name="descriptor"/> is a terminal (isatty(3)).</summary>
    public static bool IsTerminal(int descriptor)
    {
        TermiosBuffer modes;
        return Libc.TcGetAttr(descriptor, &modes) == 0;
    }

    /// <summary>
    /// Passes keys and output until the whole tree of <paramref name="command"/> has ended and all of its output is
    /// shown.
    /// </summary>
    /// <remarks>
    /// When the user's terminal goes away, or pinfold is told to end, this terminal hangs up (SIGHUP for the shell
    /// inside); what is left after two seconds is killed.
    /// </remarks>
    public void Relay(RunningCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var keys = new Flow(_input, _terminal.Master.Number);
        var screen = new Flow(_terminal.Master.Number, _screen.Number);
        var tree = command.EndDescriptor;
        var entries = stackalloc PollEntry[6];
        while (!(screen.Ended && !screen.Pending))
        {
            entries[0] = new(_signals.Number, PollEntry.In);
            entries[1] = new(tree, 0);
            entries[2] = tree < 0 ? new(-1, 0) : keys.ToRead;
            entries[3] = tree < 0 ? new(-1, 0) : keys.ToWrite;
            entries[4] = screen.ToRead;
            entries[5] = screen.ToWrite;
            if (Libc.Poll(entries, 6, Forever) < 0) continue; // EINTR: a signal, which is in the pipe
            var end = Obey();
            keys.Move(entries[2].Happened != 0, entries[3].Happened != 0);
            screen.Move(entries[4].Happened != 0, entries[5].Happened != 0);
            if (entries[1].Happened != 0)
            {
                tree = -1;
                _terminal.Slave.Dispose(); // ours was the last: what is left to show ends in EIO
            }

            if (!end && !keys.Ended && !screen.Broken) continue;
            HangUp(command);
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _raw.Dispose();
        _signals.Dispose();
        _screen.Dispose();
        _terminal.Dispose();
    }

    /// <summary>True when a signal asks for the end.</summary>
    private bool Obey()
    {
        var end = false;
        while (_signals.TryRead(out var signal))
        {
            if (signal == SignalPipe.Resume) _raw.Enter();
            if (signal == SignalPipe.End) end = true;
            else _terminal.ResizeLike(_input);
        }

        return end;
    }

    private void HangUp(RunningCommand command)
    {
        _terminal.Master.Dispose();
        var entry = new PollEntry(command.EndDescriptor, 0);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (entry.Happened == 0 && clock.Elapsed < Grace)
            _ = Libc.Poll(&entry, 1, (int)(Grace - clock.Elapsed).TotalMilliseconds + 1); // EINTR: again
        if (entry.Happened == 0) command.Kill();
    }

    /// <summary>
    /// A terminal that is stopped must not stop the relay, and the user's shell shares its open file: O_NONBLOCK is for
    /// an open file of our own.
    /// </summary>
    private static Descriptor Reopen(int output)
    {
        if (IsTerminal(output))
        {
            fixed (byte* path = System.Text.Encoding.ASCII.GetBytes($"/proc/self/fd/{output}\0"))
            {
                var fd = Libc.Open(path, Libc.O_WRONLY | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
                if (fd >= 0) return new(fd);
            }
        }

        return new(LinuxException.Check(Libc.Fcntl(output, Libc.F_DUPFD_CLOEXEC, 0), "fcntl", $"descriptor {output}"));
    }
}
