using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: the console that pinfold itself is on (consoleapi.h, consoleapi2.h).</summary>
internal static unsafe partial class Kernel32
{
    internal const uint ENABLE_PROCESSED_INPUT = 1, ENABLE_LINE_INPUT = 2,
        ENABLE_ECHO_INPUT = 4, ENABLE_VIRTUAL_TERMINAL_INPUT = 0x200;
    internal const uint ENABLE_PROCESSED_OUTPUT = 1, ENABLE_VIRTUAL_TERMINAL_PROCESSING = 4,
        DISABLE_NEWLINE_AUTO_RETURN = 8, CP_UTF8 = 65001;

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetConsoleMode(nint console, uint* mode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int SetConsoleMode(nint console, uint mode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int SetConsoleOutputCP(uint codePage);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial uint GetConsoleOutputCP();

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int WriteConsoleW(nint console, char* text, uint characters, uint* written, void* reserved);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int FlushConsoleInputBuffer(nint console);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetConsoleScreenBufferInfo(nint console, CONSOLE_SCREEN_BUFFER_INFO* info);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int WriteFile(nint file, byte* bytes, uint count, uint* written, void* overlapped);

    /// <summary>The console's mode; null when the handle is no console's.</summary>
    internal static uint? ConsoleMode(nint console)
    {
        uint mode;
        return GetConsoleMode(console, &mode) == 0 ? null : mode;
    }

    /// <summary>Columns and rows of the window; null when the handle is no screen's.</summary>
    internal static (short Columns, short Rows)? ScreenSize(nint console)
    {
        CONSOLE_SCREEN_BUFFER_INFO info;
        if (GetConsoleScreenBufferInfo(console, &info) == 0) return null;
        return ((short)(info.srWindow.Right - info.srWindow.Left + 1),
            (short)(info.srWindow.Bottom - info.srWindow.Top + 1));
    }

    /// <summary>Writes text to a console, whatever its code page; false when nobody is there to read.</summary>
    internal static bool WriteConsole(nint console, ReadOnlySpan<char> text)
    {
        const int Most = 8192; // an old console takes no more than 64 KiB at once
        while (!text.IsEmpty)
        {
            uint written;
            fixed (char* from = text)
                if (WriteConsoleW(console, from, (uint)Math.Min(text.Length, Most), &written, null) == 0
                    || written == 0)
                    return false;
            text = text[(int)written..];
        }

        return true;
    }

    /// <summary>Writes everything, or as much as somebody is left to read; false then.</summary>
    internal static bool Write(nint file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* data = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                uint written;
                if (WriteFile(file, data + done, (uint)(bytes.Length - done), &written, null) == 0) return false;
                done += (int)written;
            }
        }

        return true;
    }
}
