using Pinfold.Launcher;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>One line of the launcher's status pipe.</summary>
internal sealed record LaunchRecord(LaunchStatus Status, int Step, int Value, byte[] Text)
{
    private const int MaxText = 128;

    /// <summary>
    /// Blocks until the launcher says that all is settled, or until its last holder of the pipe is gone: it was killed,
    /// or failed.
    /// </summary>
    internal static unsafe List<LaunchRecord> ReadAll(Descriptor pipe, out bool settled)
    {
        var records = new List<LaunchRecord>();
        var head = stackalloc int[4];
        settled = false;
        while (!settled && Fill(pipe, head, 16) && head[3] is >= 0 and <= MaxText)
        {
            var text = new byte[head[3]];
            fixed (byte* t = text)
                if (!Fill(pipe, t, text.Length)) break;
            records.Add(new((LaunchStatus)head[0], head[1], head[2], text));
            settled = records[^1].Status == LaunchStatus.Settled;
        }

        return records;
    }

    private static unsafe bool Fill(Descriptor pipe, void* buffer, int count)
    {
        for (nint done = 0; done < count;)
        {
            var got = Libc.Read(pipe.Number, (byte*)buffer + done, count - done);
            if (got < 0 && Errno.Last == Errno.EINTR) continue;
            if (LinuxException.Check(got, "read", "the launcher's status") == 0) return false;
            done += got;
        }

        return true;
    }
}
