using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Network;

/// <summary>
/// Pages move through a pipe and are never copied (splice(2)). A pipe is held only while there is something in it.
/// </summary>
public sealed class SpliceMover
{
    private const int Slow = 16 * 1024, MostPipes = 32, EAGAIN = 11;
    private const int Burst = 256 * 1024, InFlight = 128 * 1024, NearMicroseconds = 200, PatienceMilliseconds = 2;
    private const int IPPROTO_TCP = 6, TCP_INFO = 11; // tcp(7)
    private static readonly int MostPatient = Math.Max(1, Environment.ProcessorCount / 2);
    private readonly ConcurrentBag<SplicePipe> _free = [];
    private int _patient;

    /// <summary>Moves what is there; false when <paramref name="from"/> has ended. Both do not block.</summary>
    /// <param name="from">Something is there to be read, or it has ended.</param>
    /// <param name="to">Waited for while it takes nothing.</param>
    /// <param name="count">Hears of bytes no later than the moment they are on their way.</param>
    /// <param name="end">Ends the wait.</param>
    /// <exception cref="SocketException">One of them is broken.</exception>
    public async ValueTask<bool> MoveAsync(Socket from, Socket to, Action<int> count, CancellationToken end)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(count);
        var pipe = _free.TryTake(out var free) ? free : SplicePipe.Create();
        var (empty, moved, isPatient) = (false, 0L, false);
        try
        {
            while (true)
            {
                end.ThrowIfCancellationRequested();
                empty = true;
                var taken = Check(pipe.Take(from.SafeHandle));
                if (taken == 0) return false;
                if (taken < 0 && isPatient && Wait(from, PollEntry.In)) continue;
                if (taken < 0) return true;
                empty = false;
                if (moved < Burst && (moved += taken) >= Burst)
                {
                    if (IsNear(to)) to.SendBufferSize = InFlight;
                    await Task.Yield(); // a thread of the events serves all connections, and must not stay with one
                    isPatient = Interlocked.Increment(ref _patient) <= MostPatient;
                    if (!isPatient) Interlocked.Decrement(ref _patient);
                }

                for (var left = taken; left > 0;)
                {
                    var given = Check(pipe.Give(to.SafeHandle, left));
                    if (given < 0 && isPatient && Wait(to, PollEntry.Out)) continue;
                    if (given < 0) given = await GiveSlowlyAsync(pipe, to, left, count, end);
                    else count(given);
                    left -= given;
                }
            }
        }
        finally
        {
            if (isPatient) Interlocked.Decrement(ref _patient);
            if (empty && _free.Count < MostPipes) _free.Add(pipe);
            else pipe.Dispose();
        }
    }

    /// <summary>
    /// Within a burst the next bytes are a moment away, and this thread is the nearest to take them; half of the
    /// processors may wait so, the others serve everybody else.
    /// </summary>
    private static unsafe bool Wait(Socket socket, short events)
    {
        var handle = socket.SafeHandle;
        var isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            var entry = new PollEntry((int)handle.DangerousGetHandle(), events);
            return Libc.Poll(&entry, 1, PatienceMilliseconds) > 0;
        }
        finally
        {
            if (isHeld) handle.DangerousRelease();
        }
    }

    /// <summary>
    /// On this computer, by the shortest round trip that it has seen (tcpi_min_rtt of struct tcp_info, linux/tcp.h).
    /// There the kernel would let megabytes wait, which no cache holds: with less of them on their way a burst goes up
    /// to half as fast again. A connection of a wider world keeps what it needs.
    /// </summary>
    private static bool IsNear(Socket socket)
    {
        Span<byte> info = stackalloc byte[152];
        return socket.GetRawSocketOption(IPPROTO_TCP, TCP_INFO, info) == info.Length
            && BitConverter.ToUInt32(info[148..]) < NearMicroseconds;
    }

    /// <summary>It takes nothing now. A few bytes are sent in the framework's way, which waits until it does.</summary>
    private static async ValueTask<int> GiveSlowlyAsync(
        SplicePipe pipe, Socket to, int left, Action<int> count, CancellationToken end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Slow);
        try
        {
            var length = pipe.Read(buffer.AsSpan(0, Math.Min(Slow, left)));
            count(length); // a wait that ends early does not say how many of them it sent
            for (var data = buffer.AsMemory(0, length); data.Length > 0;)
                data = data[await to.SendAsync(data, SocketFlags.None, end)..];
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
