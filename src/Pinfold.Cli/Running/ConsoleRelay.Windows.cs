using Microsoft.Win32.SafeHandles;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Running;

/// <summary>
/// Shows a command's own terminal in the user's console: keys go in raw, what it draws comes out, its size follows the
/// window's.
/// </summary>
internal sealed class ConsoleRelay : IDisposable
{
    // milliseconds between two looks at the window's size: a console tells it among the keys, which pass through unread
    private const int Look = 250;
    private const uint Cooked = Kernel32.ENABLE_PROCESSED_INPUT
        | Kernel32.ENABLE_LINE_INPUT | Kernel32.ENABLE_ECHO_INPUT;
    private readonly nint _keys = Kernel32.GetStdHandle(Kernel32.STD_INPUT_HANDLE),
        _screen = Kernel32.GetStdHandle(Kernel32.STD_OUTPUT_HANDLE);
    private readonly ConsoleState _console = new();
    private readonly Timer _size;
    private ITerminal? _terminal;
    private Thread? _drawing;
    private (short Columns, short Rows) _last;

    internal ConsoleRelay()
    {
        Size = _last = Kernel32.ScreenSize(_screen) ?? (80, 25);
        _size = new(_ => Follow());
        _console.UseUtf8();
        if (Kernel32.ConsoleMode(_keys) is { } keys)
            _console.SetMode(_keys, (keys & ~Cooked) | Kernel32.ENABLE_VIRTUAL_TERMINAL_INPUT);
        if (Kernel32.ConsoleMode(_screen) is { } screen)
            _console.SetMode(_screen, screen | Kernel32.ENABLE_PROCESSED_OUTPUT
                | Kernel32.ENABLE_VIRTUAL_TERMINAL_PROCESSING | Kernel32.DISABLE_NEWLINE_AUTO_RETURN);
    }

    /// <summary>Of the window at the start.</summary>
    internal (short Columns, short Rows) Size { get; }

    /// <summary>Begins; keys and screen run on threads of their own until <see cref="End"/>.</summary>
    internal void Relay(RunningCommand command)
    {
        _terminal = command.Terminal!;
        var (keys, screen) = (_keys, _screen);
        _drawing = new(() => Copy(_terminal.Output.DangerousGetHandle(), drawn => Kernel32.Write(screen, drawn)));
        _drawing.Start();
        // a read of keys ends with pinfold
        new Thread(() => Copy(keys, _terminal.Type)) { IsBackground = true }.Start();
        _ = _size.Change(Look, Look);
    }

    /// <summary>The command has ended: what it drew is shown to the end.</summary>
    internal void End()
    {
        _size.Dispose();
        _terminal?.HangUp();
        _drawing?.Join();
    }

    public void Dispose()
    {
        _size.Dispose();
        _console.Dispose();
    }

    private void Follow()
    {
        if (Kernel32.ScreenSize(_screen) is not { } size || size == _last || _terminal is not { } terminal) return;
        _last = size;
        try
        {
            terminal.Resize(size.Columns, size.Rows);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It ends just now, or (Wine) has one size only.
        }
    }

    private delegate bool Taker(ReadOnlySpan<byte> bytes);

    private static void Copy(nint from, Taker to)
    {
        using var input = new FileStream(new SafeFileHandle(from, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var buffer = new byte[16384];
        try
        {
            while (input.Read(buffer) is > 0 and var length)
                if (!to(buffer.AsSpan(0, length))) return;
        }
        catch (IOException)
        {
            // The other end is gone.
        }
    }
}
