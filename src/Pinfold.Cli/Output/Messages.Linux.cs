using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Output;

internal static unsafe partial class Messages
{
    private static void Write(int stream, string text)
    {
        var bytes = OsText.Encode(text);
        fixed (byte* data = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var written = Libc.Write(stream, data + done, bytes.Length - done);
                if (written > 0) done += written;
                else if (Errno.Last != Errno.EINTR) return; // nobody is left to tell
            }
        }
    }

    private static bool IsTerminal(int stream) =>
        Environment.GetEnvironmentVariable("TERM") is not (null or "dumb") && Libc.IsATty(stream) == 1;
}
