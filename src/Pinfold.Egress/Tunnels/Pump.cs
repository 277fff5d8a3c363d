using System.Net.Sockets;

namespace Pinfold.Egress.Tunnels;

/// <summary>Carries bytes between two connections. While nothing comes, no buffer is held.</summary>
internal sealed class Pump(MoveBytes move)
{
    /// <summary>
    /// Both ways, until both have ended or one has broken; <paramref name="half"/> hears of the first that has.
    /// </summary>
    internal async Task CarryAsync(Socket client, Socket server, Traffic traffic, Action half, CancellationToken end)
    {
        var forth = OneWayAsync(client, server, traffic.AddSent, end);
        var back = OneWayAsync(server, client, traffic.AddReceived, end);
        if (!await (await Task.WhenAny(forth, back)) || end.IsCancellationRequested) Break(client, server);
        half();
        if (!(await forth & await back)) Break(client, server);
    }

    /// <summary>Until the end of <paramref name="from"/>, which is passed on. False: it broke.</summary>
    internal async Task<bool> OneWayAsync(Socket from, Socket to, Action<int> count, CancellationToken end)
    {
        try
        {
            do await from.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, end); // until something is there
            while (await move(from, to, count, end));
            to.Shutdown(SocketShutdown.Send);
            return true;
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
    internal static bool IsBroken(Exception e) =>
        e is SocketException or ObjectDisposedException or OperationCanceledException;

    /// <summary>A reset passes a reset on.</summary>
    internal static void Break(params ReadOnlySpan<Socket> sockets)
    {
        foreach (var socket in sockets) socket.Close(0);
    }
}
