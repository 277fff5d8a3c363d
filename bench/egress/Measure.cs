using System.Diagnostics;
using System.Net.Sockets;

namespace Pinfold.Bench.Egress;

/// <summary>What is measured of any way from client to server. Calls block, as those of curl and git do.</summary>
internal static class Measure
{
    private const int Chunk = 256 * 1024, Exchanges = 500, Opens = 100;

    /// <summary>Gigabytes a second from server to client.</summary>
    internal static double Throughput(Func<Socket> open)
    {
        using var socket = open();
        var buffer = new byte[Chunk];
        var clock = Stopwatch.StartNew();
        socket.Send("S"u8.ToArray());
        long total = 0;
        while (socket.Receive(buffer) is > 0 and var n) total += n;
        return total == Answers.Bytes
            ? total / clock.Elapsed.TotalSeconds / 1e9
            : throw new InvalidOperationException($"{total} bytes");
    }

    /// <summary>Milliseconds of each exchange in one connection.</summary>
    internal static List<double> ExchangeTimes(Func<Socket> open)
    {
        using var socket = open();
        var times = new List<double>();
        for (var i = 0; i < Exchanges; i++)
        {
            var clock = Stopwatch.StartNew();
            Exchange(socket);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    /// <summary>Milliseconds of each connection.</summary>
    internal static List<double> OpenTimes(Func<Socket> open)
    {
        var times = new List<double>();
        for (var i = 0; i < Opens; i++)
        {
            var clock = Stopwatch.StartNew();
            using var socket = open();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    /// <summary>Connections that have been used once and wait.</summary>
    internal static List<Socket> Idle(Func<Socket> open, int count)
    {
        var sockets = new List<Socket>();
        for (var i = 0; i < count; i++)
        {
            sockets.Add(open());
            Exchange(sockets[^1]);
        }

        return sockets;
    }

    private static void Exchange(Socket socket)
    {
        Span<byte> data = stackalloc byte[64];
        data.Clear();
        data[0] = (byte)'E';
        socket.Send(data);
        for (var at = 0; at < data.Length;) at += socket.Receive(data[at..]);
    }
}
