using System.Text;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Running;

/// <summary>Asks the person at the terminal, never standard input: that belongs to the command.</summary>
internal static unsafe class Consent
{
    /// <summary>The answer; null when there is no terminal to ask at.</summary>
    internal static bool? Ask(Decision decision) => Ask($"{OsText.Display(decision.Explanation)}\npinfold: run it?");

    /// <summary>The answer to <paramref name="text"/>; null when there is no terminal to ask at.</summary>
    internal static bool? Ask(string text)
    {
        int fd;
        fixed (byte* path = "/dev/tty\0"u8) fd = Libc.Open(path, Libc.O_RDWR | Libc.O_CLOEXEC | Libc.O_NOCTTY, 0);
        if (fd < 0) return null;
        using var terminal = new Descriptor(fd);
        var question = OsText.Encode($"pinfold: {text} [y/N] ");
        fixed (byte* bytes = question)
            if (Libc.Write(fd, bytes, question.Length) != question.Length) return null;
        var answer = stackalloc byte[256];
        var length = Libc.Read(fd, answer, 256);
        if (length < 0) return null;
        return Encoding.UTF8.GetString(answer, (int)length).Trim().ToLowerInvariant() is "y" or "yes";
    }
}
