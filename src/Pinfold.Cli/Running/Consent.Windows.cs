using System.Text;
using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Windows.Native;

namespace Pinfold.Cli.Running;

/// <summary>Asks the person at the console, never standard input: that belongs to the command.</summary>
internal static class Consent
{
    /// <summary>The answer; null when there is no console to ask at.</summary>
    internal static bool? Ask(Decision decision) => Ask($"{OsText.Display(decision.Explanation)}\npinfold: run it?");

    /// <summary>The answer to <paramref name="text"/>; null when there is no console to ask at.</summary>
    internal static bool? Ask(string text)
    {
        try
        {
            using var screen = Open("CONOUT$");
            using var keys = Open("CONIN$");
            Kernel32.WriteConsole(screen.DangerousGetHandle(), $"pinfold: {text} [y/N] ");
            using var input = new FileStream(new SafeFileHandle(keys.DangerousGetHandle(), ownsHandle: false),
                FileAccess.Read, bufferSize: 0);
            var answer = new byte[256];
            var length = input.Read(answer);
            return Encoding.UTF8.GetString(answer, 0, length).Trim().ToLowerInvariant() is "y" or "yes";
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static FileHandle Open(string name) => Kernel32.CreateFile(
        name, Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE,
        Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE, Kernel32.OPEN_EXISTING, 0);
}
