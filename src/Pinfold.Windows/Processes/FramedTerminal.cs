using Pinfold.Core.Protocol;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// A terminal that a program inside the fence has made (<see cref="TerminalHost"/>): keys and sizes go to it as frames,
/// and what it draws is the output of any command.
/// </summary>
internal sealed class FramedTerminal(FileHandle input, FileHandle output) : ITerminal, IDisposable
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public FileHandle Output => output;

    /// <inheritdoc/>
    public bool Type(ReadOnlySpan<byte> keys)
    {
        for (; keys.Length > 0; keys = keys[Math.Min(keys.Length, TerminalFrame.MaxInput)..])
            if (!Send(TerminalFrame.OfInput(keys[..Math.Min(keys.Length, TerminalFrame.MaxInput)]))) return false;
        return true;
    }

    /// <inheritdoc/>
    public void Resize(short columns, short rows)
    {
        if (!Send(TerminalFrame.OfSize(columns, rows))) throw new IOException("the terminal is gone");
    }

    /// <inheritdoc/>
    public void HangUp()
    {
        lock (_gate) input.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        HangUp();
        output.Dispose();
    }

    private bool Send(byte[] frame)
    {
        lock (_gate) return !input.IsClosed && Kernel32.Write(input.DangerousGetHandle(), frame);
    }
}
