using Pinfold.Launcher;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>One line of the launcher's status pipe.</summary>
internal sealed record LaunchRecord(LaunchStatus Status, int Step, int Value, byte[] Text)
{
    private const int MaxText = 128;

    /// <summary>Ends when the last holder of the pipe, the first process inside, is gone, and so is the tree.</summary>
    internal static unsafe List<LaunchRecord> ReadAll(Descriptor pipe)
    {
        var records = new List<LaunchRecord>();
        var head = stackalloc int[4];
        while (Fill(pipe, head, 16) && head[3] is >= 0 and <= MaxText)
        {
            var text = new byte[head[3]];
            fixed (byte* t = text)
                if (!Fill(pipe, t, text.Length)) break;
            records.Add(new((LaunchStatus)head[0], head[1], head[2], text));
        }

        return records;
    }

    private static unsafe bool Fill(Descriptor pipe, void* buffer, int count)
    {
        for (nint done = 0; done < count;)
        {
            var got = Libc.Read(pipe.Number, (byte*)buffer + done, count - done);
            if (got < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.EINTR) continue;
            if (LinuxException.Check(got, "read", "the launcher's status") == 0) return false;
            done += got;
        }

        return true;
    }
}
