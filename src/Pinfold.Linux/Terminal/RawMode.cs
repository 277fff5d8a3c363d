using Pinfold.Linux.Native;

namespace Pinfold.Linux.Terminal;

/// <summary>
/// The user's terminal in raw mode: keys are bytes, no echo, no signals (cfmakeraw in termios(3)). Disposing it
/// restores what was.
/// </summary>
internal sealed unsafe class RawMode : IDisposable
{
    private readonly int _terminal;
    private TermiosBuffer _before;

    internal RawMode(int terminal)
    {
        _terminal = terminal;
        fixed (TermiosBuffer* before = &_before) LinuxException.Check(Libc.TcGetAttr(terminal, before), "tcgetattr");
    }

    /// <summary>At the start, and after another program had the terminal (SIGCONT).</summary>
    internal void Enter()
    {
        var raw = _before;
        Libc.CfMakeRaw(&raw);
        LinuxException.Check(Libc.TcSetAttr(_terminal, Libc.TCSADRAIN, &raw), "tcsetattr");
    }

    /// <summary>The keys, echo and modes that the user had go to <paramref name="terminal"/>.</summary>
    internal void CopyTo(Descriptor terminal)
    {
        fixed (TermiosBuffer* before = &_before)
            LinuxException.Check(Libc.TcSetAttr(terminal.Number, Libc.TCSANOW, before), "tcsetattr");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // EIO: the terminal is gone
        fixed (TermiosBuffer* before = &_before) _ = Libc.TcSetAttr(_terminal, Libc.TCSADRAIN, before);
    }
}
