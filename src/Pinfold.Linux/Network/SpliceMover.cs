using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Network;

/// <summary>Pages move through a pipe and are never copied (splice(2)). A pipe is held only while there is something in it.</summary>
public sealed class SpliceMover
{
    private const int Slow = 16 * 1024, MostPipes = 32, EAGAIN = 11;
    private readonly ConcurrentBag<SplicePipe> _free = [];

    /// <summary>Moves what is there; false when <paramref name="from"/> has ended. Both do not block.</summary>
    /// <param name="from">Something is there to be read, or it has ended.</param>
    /// <param name="to">Waited for while it takes nothing.</param>
    /// <param name="count">Hears of bytes once they are on their way.</param>
    /// <param name="end">Ends the wait.</param>
    /// <exception cref="SocketException">One of them is broken.</exception>
    public async ValueTask<bool> MoveAsync(Socket from, Socket to, Action<int> count, CancellationToken end)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(count);
        var pipe = _free.TryTake(out var free) ? free : SplicePipe.Create();
        var empty = false;
        try
        {
            while (true)
            {
                end.ThrowIfCancellationRequested();
                empty = true;
                var taken = Check(pipe.Take(from.SafeHandle));
                if (taken <= 0) return taken < 0;
                empty = false;
                for (var left = taken; left > 0;)
                {
                    var given = Check(pipe.Give(to.SafeHandle, left));
                    if (given < 0) given = await GiveSlowlyAsync(pipe, to, left, end);
                    left -= given;
                    count(given);
                }
            }
        }
        finally
        {
            if (empty && _free.Count < MostPipes) _free.Add(pipe);
            else pipe.Dispose();
        }
    }

    /// <summary>It takes nothing now. A few bytes are sent in the framework's way, which waits until it does.</summary>
    private static async ValueTask<int> GiveSlowlyAsync(SplicePipe pipe, Socket to, int left, CancellationToken end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Slow);
        try
        {
            var length = pipe.Read(buffer.AsSpan(0, Math.Min(Slow, left)));
            for (var data = buffer.AsMemory(0, length); data.Length > 0;) data = data[await to.SendAsync(data, SocketFlags.None, end)..];
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>-1 where it would have to wait.</summary>
    private static int Check(nint result) => result >= 0 ? (int)result
        : Marshal.GetLastPInvokeError() == EAGAIN ? -1 : throw new SocketException((int)SocketError.ConnectionReset);
}
