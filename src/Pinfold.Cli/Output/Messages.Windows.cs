using System.Text;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Output;

internal static partial class Messages
{
    private static readonly ConsoleState Changed = new(); // given back when pinfold ends

    /// <summary>UTF-8; to a console as characters, whatever its code page.</summary>
    private static void Write(int stream, string text)
    {
        var handle = Handle(stream);
        if (handle is 0 or -1) return; // nobody is there to tell
        if (Kernel32.ConsoleMode(handle) is not null) Kernel32.WriteConsole(handle, text);
        else Kernel32.Write(handle, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A console that draws VT sequences (Windows 10 1511), which is asked for here.</summary>
    private static bool IsTerminal(int stream) =>
        Kernel32.ConsoleMode(Handle(stream)) is { } mode
        && ((mode & Kernel32.ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0
            || Changed.SetMode(Handle(stream), mode | Kernel32.ENABLE_VIRTUAL_TERMINAL_PROCESSING));

    private static nint Handle(int stream) =>
        Kernel32.GetStdHandle(stream == 1 ? Kernel32.STD_OUTPUT_HANDLE : Kernel32.STD_ERROR_HANDLE);
}
