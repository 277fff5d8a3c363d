using System.Diagnostics;
using System.Net.Sockets;

namespace Pinfold.Bench.Egress;

/// <summary>Throughput, time to connect, time of one exchange in an open tunnel, memory of idle tunnels: all contestants in each round. Calls block, as those of curl and git do.</summary>
internal static class Contest
{
    private const int Chunk = 256 * 1024, Exchanges = 500, Opens = 100, Idle = 2000;
    private const long Bytes = Answers.Bytes;

    internal static void Run(string folder, int rounds)
    {
        using var server = Peers.Run(Environment.ProcessPath!, ["answer"]); // a process of its own, as a server is: within one, what is sent stays in its cache
        var target = int.Parse(server.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        var all = Peers.Start(folder, target);
        try
        {
            var rates = all.ToDictionary(c => c, _ => new List<double>());
            var exchanges = all.ToDictionary(c => c, _ => new List<double>());
            var opens = all.ToDictionary(c => c, _ => new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contestant in all)
                {
                    rates[contestant].Add(Throughput(contestant, target));
                    exchanges[contestant].AddRange(ExchangeTimes(contestant, target));
                    opens[contestant].AddRange(OpenTimes(contestant, target));
                }
            }

            var (rate, exchange, open) = (Median(rates[all[0]]), Median(exchanges[all[0]]), Median(opens[all[0]]));
            Console.WriteLine("| through | GB/s | of direct | exchange p50, ms | added | connection p50, ms | added | KiB an idle tunnel |\n|---|---|---|---|---|---|---|---|");
            foreach (var c in all)
            {
                var memory = c.Process is null ? "" : $"{IdleMemory(c, target) / 1024:0.0}";
                Console.WriteLine($"| {c.Name} | {Median(rates[c]):0.00} | {Median(rates[c]) / rate:P0} | {Median(exchanges[c]):0.000} | {Median(exchanges[c]) - exchange:0.000} "
                    + $"| {Median(opens[c]):0.000} | {Median(opens[c]) - open:0.000} | {memory} |");
            }
        }
        finally
        {
            foreach (var contestant in all) contestant.Process?.Kill(entireProcessTree: true);
            server.Kill();
        }
    }

    /// <summary>Gigabytes a second from server to client.</summary>
    private static double Throughput(Contestant contestant, int target)
    {
        using var socket = contestant.Open(target);
        var buffer = new byte[Chunk];
        var clock = Stopwatch.StartNew();
        socket.Send("S"u8.ToArray());
        long total = 0;
        while (socket.Receive(buffer) is > 0 and var n) total += n;
        return total == Bytes ? total / clock.Elapsed.TotalSeconds / 1e9 : throw new InvalidOperationException($"{contestant.Name}: {total} bytes");
    }

    private static List<double> ExchangeTimes(Contestant contestant, int target)
    {
        using var socket = contestant.Open(target);
        var times = new List<double>();
        var data = new byte[64];
        data[0] = (byte)'E';
        for (var i = 0; i < Exchanges; i++)
        {
            var clock = Stopwatch.StartNew();
            socket.Send(data);
            for (var at = 0; at < data.Length;) at += socket.Receive(data.AsSpan(at));
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    private static List<double> OpenTimes(Contestant contestant, int target)
    {
        var times = new List<double>();
        for (var i = 0; i < Opens; i++)
        {
            var clock = Stopwatch.StartNew();
            using var socket = contestant.Open(target);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    /// <summary>Bytes of the proxy's own memory for each of many tunnels that have been used once and wait.</summary>
    private static double IdleMemory(Contestant contestant, int target)
    {
        var before = contestant.PrivateBytes();
        var sockets = new List<Socket>();
        var data = new byte[64];
        data[0] = (byte)'E';
        for (var i = 0; i < Idle; i++)
        {
            sockets.Add(contestant.Open(target));
            sockets[^1].Send(data);
            for (var at = 0; at < data.Length;) at += sockets[^1].Receive(data.AsSpan(at));
        }

        var after = contestant.PrivateBytes();
        foreach (var socket in sockets) socket.Dispose();
        return (double)(after - before) / Idle;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
