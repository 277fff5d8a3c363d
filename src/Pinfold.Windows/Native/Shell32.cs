using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>shell32.dll (shellapi.h).</summary>
internal static unsafe partial class Shell32
{
    [LibraryImport("shell32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial LocalMemory CommandLineToArgvW(string line, int* count);

    /// <summary>
    /// The arguments that a program of the Microsoft C runtime sees in <paramref name="line"/>, its own name first.
    /// </summary>
    internal static string[] Split(string line)
    {
        int count;
        using var memory = NativeException.Check(CommandLineToArgvW(line, &count), nameof(CommandLineToArgvW));
        var arguments = (char**)memory.DangerousGetHandle();
        var result = new string[count];
        for (var i = 0; i < count; i++) result[i] = new(arguments[i]);
        return result;
    }
}
