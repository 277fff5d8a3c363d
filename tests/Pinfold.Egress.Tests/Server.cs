using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pinfold.Egress.Tests;

/// <summary>A server on the loopback that hears one connection after another, and answers as it is told.</summary>
internal sealed class Server : IDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _end = new();

    private Server(Func<Socket, Task> serve, IPAddress? address)
    {
        _listener = Place.Listener(address);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _ = Task.Run(async () =>
        {
            while (!_end.IsCancellationRequested)
            {
                var socket = await _listener.AcceptAsync(_end.Token);
                Interlocked.Increment(ref _accepted);
                _ = Task.Run(async () =>
                {
                    using (socket) await serve(socket);
                });
            }
        });
    }

    private int _accepted;

    public int Port { get; }

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Sends back what it gets.</summary>
    public static Server Echo(IPAddress? address = null) => new(async socket =>
    {
        var buffer = new byte[65536];
        for (int n; (n = await socket.ReceiveAsync(buffer)) > 0;)
            for (var at = 0; at < n;) at += await socket.SendAsync(buffer.AsMemory(at, n - at));
        socket.Shutdown(SocketShutdown.Send);
    }, address);

    /// <summary>Reads to <paramref name="until"/>, then answers with what it read as the body.</summary>
    public static Server Mirror(string until) => new(async socket =>
    {
        var heard = new StringBuilder();
        var buffer = new byte[4096];
        while (!heard.ToString().EndsWith(until, StringComparison.Ordinal))
        {
            var n = await socket.ReceiveAsync(buffer);
            if (n == 0) break;
            heard.Append(Encoding.Latin1.GetString(buffer, 0, n));
        }

        await socket.SendAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{heard}"));
        socket.Shutdown(SocketShutdown.Send);
        await socket.ReceiveAsync(buffer);
    }, null);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }
}
