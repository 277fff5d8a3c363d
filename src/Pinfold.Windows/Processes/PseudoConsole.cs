using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// A terminal for a command: what is typed goes in, what it draws comes out, as VT sequences (Windows 10 1809).
/// </summary>
/// <remarks>Under Wine 10 the program has to open CONIN$ and CONOUT$ itself: it gets no standard handles, and its size
/// cannot change.</remarks>
internal sealed class PseudoConsole : ITerminal, IDisposable
{
    private PseudoConsole(PseudoConsoleHandle handle, FileHandle input, FileHandle output) =>
        (Handle, Input, Output) = (handle, input, output);

    internal PseudoConsoleHandle Handle { get; }

    /// <summary>To write what is typed.</summary>
    internal FileHandle Input { get; }

    /// <summary>
    /// To read what is drawn. Whoever closes the console goes on reading until the end, else it waits for ever.
    /// </summary>
    public FileHandle Output { get; }

    /// <summary>Makes one.</summary>
    internal static PseudoConsole Create(short columns, short rows)
    {
        var (input, typed) = Kernel32.Pipe();
        var (drawn, output) = Kernel32.Pipe();
        using (input)
        using (output)
        {
            try
            {
                return new(Kernel32.CreatePseudoConsole(columns, rows, input, output), typed, drawn);
            }
            catch (NativeException)
            {
                typed.Dispose();
                drawn.Dispose();
                throw;
            }
        }
    }

    /// <summary>Gives it another size.</summary>
    public void Resize(short columns, short rows)
    {
        if (!Handle.IsClosed) Kernel32.Resize(Handle, columns, rows);
    }

    /// <inheritdoc/>
    public bool Type(ReadOnlySpan<byte> keys) => Kernel32.Write(Input.DangerousGetHandle(), keys);

    /// <inheritdoc/>
    public void HangUp() => Handle.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        Handle.Dispose();
        Input.Dispose();
        Output.Dispose();
    }
}
