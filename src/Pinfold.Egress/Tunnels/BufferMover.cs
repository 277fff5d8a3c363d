using System.Buffers;
using System.Net.Sockets;

namespace Pinfold.Egress.Tunnels;

/// <summary>Through a buffer of the pool, which is what every host can do.</summary>
internal static class BufferMover
{
    private const int Chunk = 128 * 1024;

    /// <inheritdoc cref="MoveBytes"/>
    internal static async ValueTask<bool> MoveAsync(Socket from, Socket to, Action<int> count, CancellationToken end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (var length = buffer.Length; length == buffer.Length;)
            {
                length = await from.ReceiveAsync(buffer, SocketFlags.None, end);
                if (length == 0) return false;
                count(length);
                await Pump.SendAsync(to, buffer.AsMemory(0, length), end);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
