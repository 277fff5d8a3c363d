using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: pseudo-consoles and pipes (consoleapi.h, namedpipeapi.h).</summary>
internal static unsafe partial class Kernel32
{
    [LibraryImport("kernel32.dll")]
    private static partial int CreatePseudoConsole(COORD size, FileHandle input, FileHandle output, uint flags,
        out PseudoConsoleHandle console);

    [LibraryImport("kernel32.dll")]
    private static partial int ResizePseudoConsole(PseudoConsoleHandle console, COORD size);

    [LibraryImport("kernel32.dll")]
    internal static partial void ClosePseudoConsole(nint console);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int CreatePipe(out FileHandle read, out FileHandle write,
        SECURITY_ATTRIBUTES* security, uint size);

    /// <summary>
    /// A pseudo-console of <paramref name="columns"/> by <paramref name="rows"/> cells; it keeps its own copies of the
    /// pipes' ends.
    /// </summary>
    internal static PseudoConsoleHandle CreatePseudoConsole(short columns, short rows, FileHandle input,
        FileHandle output)
    {
        Recorder.Call($"CreatePseudoConsole({columns} x {rows}, {input}, {output})");
        var result = CreatePseudoConsole(new() { X = columns, Y = rows }, input, output, 0, out var console);
        if (result < 0) console.SetHandleAsInvalid();
        NativeException.CheckResult(result, nameof(CreatePseudoConsole));
        Recorder.Made(console);
        return console;
    }

    /// <summary>Gives the pseudo-console another size.</summary>
    internal static void Resize(PseudoConsoleHandle console, short columns, short rows)
    {
        Recorder.Call($"ResizePseudoConsole({console}, {columns} x {rows})");
        NativeException.CheckResult(ResizePseudoConsole(console, new() { X = columns, Y = rows }),
            nameof(ResizePseudoConsole));
    }

    /// <summary>A pipe whose ends nobody inherits.</summary>
    internal static (FileHandle Read, FileHandle Write) Pipe()
    {
        Recorder.Call($"CreatePipe()");
        NativeException.Check(CreatePipe(out var read, out var write, null, 0), nameof(CreatePipe));
        Recorder.Made(read);
        Recorder.Made(write);
        return (read, write);
    }
}
