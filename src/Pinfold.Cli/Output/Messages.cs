using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Output;

/// <summary>Writes straight to descriptors: no encoder, no buffer, no Console on the path of a start.</summary>
internal static unsafe class Messages
{
    /// <summary>True when standard error is a terminal and the user did not forbid colours (no-color.org).</summary>
    internal static bool ErrorHasColour => HasColour(2);

    /// <summary>The same for standard output.</summary>
    internal static bool OutputHasColour => HasColour(1);

    /// <summary>Lines of Pinfold's own on standard error.</summary>
    internal static void Say(string lines) => Write(2, $"pinfold: {lines.Replace("\n", "\npinfold: ", StringComparison.Ordinal)}\n");

    /// <summary>Text on standard error as it is.</summary>
    internal static void Error(string text) => Write(2, text);

    /// <summary>Text on standard output.</summary>
    internal static void Output(string text) => Write(1, text);

    private static void Write(int descriptor, string text)
    {
        var bytes = OsText.Encode(text);
        fixed (byte* data = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var written = Libc.Write(descriptor, data + done, bytes.Length - done);
                if (written > 0) done += written;
                else if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Libc.EINTR) return; // nobody is left to tell
            }
        }
    }

    private static bool HasColour(int descriptor) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb")
        && Libc.IsATty(descriptor) == 1;
}
