using System.Net;
using System.Net.Sockets;

namespace Pinfold.Bench.Egress;

/// <summary>The server behind every contestant: says what it hears, or, when it hears S, sends a gigabyte.</summary>
internal static class Answers
{
    internal const long Bytes = 1L << 30;
    private const int Chunk = 256 * 1024, Stack = 128 * 1024;

    internal static void Run()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(2048);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        new Thread(() =>
        {
            _ = Console.In.Read(); // until the measuring side ends, by whatever way
            Environment.Exit(0);
        }) { IsBackground = true }.Start();
        while (true)
        {
            var socket = listener.Accept();
            new Thread(() => Answer(socket), Stack) { IsBackground = true }.Start();
        }
    }

    private static void Answer(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[64];
            try
            {
                while (socket.Receive(buffer) is > 0 and var n)
                {
                    if (buffer[0] == 'S')
                    {
                        var chunk = new byte[Chunk];
                        for (long sent = 0; sent < Bytes;)
                            sent += socket.Send(chunk.AsSpan(0, (int)Math.Min(Chunk, Bytes - sent)));
                        return;
                    }

                    socket.Send(buffer.AsSpan(0, n));
                }
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
            {
                return; // the client is done
            }
        }
    }
}
