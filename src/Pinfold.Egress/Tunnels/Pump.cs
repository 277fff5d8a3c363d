using System.Buffers;
using System.Net.Sockets;

namespace Pinfold.Egress.Tunnels;

/// <summary>Carries bytes between two connections. While nothing comes, no buffer is held.</summary>
internal static class Pump
{
    private const int Chunk = 128 * 1024;

    /// <summary>Both ways, until both have ended or one has broken.</summary>
    internal static async Task CarryAsync(Socket client, Socket server, Traffic traffic, CancellationToken end)
    {
        var forth = OneWayAsync(client, server, traffic.AddSent, end);
        var back = OneWayAsync(server, client, traffic.AddReceived, end);
        if (!await (await Task.WhenAny(forth, back)) || end.IsCancellationRequested) Break(client, server);
        if (!(await forth & await back)) Break(client, server);
    }

    /// <summary>Until the end of <paramref name="from"/>, which is passed on. False: it broke.</summary>
    internal static async Task<bool> OneWayAsync(Socket from, Socket to, Action<int> count, CancellationToken end)
    {
        try
        {
            while (true)
            {
                await from.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, end); // until something is there
                var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
                try
                {
                    for (var length = buffer.Length; length == buffer.Length;)
                    {
                        length = await from.ReceiveAsync(buffer, SocketFlags.None, end);
                        if (length == 0)
                        {
                            to.Shutdown(SocketShutdown.Send);
                            return true;
                        }

                        await SendAsync(to, buffer.AsMemory(0, length), end);
                        count(length);
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            return false;
        }
    }

    internal static async ValueTask SendAsync(Socket to, ReadOnlyMemory<byte> data, CancellationToken end)
    {
        while (data.Length > 0) data = data[await to.SendAsync(data, SocketFlags.None, end)..];
    }

    /// <summary>What a connection does when the other side, or the session, is gone.</summary>
    internal static bool IsBroken(Exception e) => e is SocketException or ObjectDisposedException or OperationCanceledException;

    /// <summary>A reset passes a reset on.</summary>
    internal static void Break(params ReadOnlySpan<Socket> sockets)
    {
        foreach (var socket in sockets) socket.Close(0);
    }
}
