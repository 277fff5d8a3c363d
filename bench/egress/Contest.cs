namespace Pinfold.Bench.Egress;

/// <summary>
/// Throughput, time to connect, time of one exchange in an open tunnel, memory of idle tunnels: all contestants in each
/// round. Calls block, as those of curl and git do.
/// </summary>
internal static class Contest
{
    internal const int Idle = 2000;

    internal static void Run(string folder, int rounds, string? program)
    {
        // a process of its own, as a server is: within one, what is sent stays in its cache
        using var server = Peers.Run(Environment.ProcessPath!, ["answer"]);
        var target = int.Parse(server.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        var all = Peers.Start(folder, target, program);
        try
        {
            var rates = all.ToDictionary(c => c, _ => new List<double>());
            var exchanges = all.ToDictionary(c => c, _ => new List<double>());
            var opens = all.ToDictionary(c => c, _ => new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contestant in all)
                {
                    rates[contestant].Add(contestant.Throughput(target));
                    exchanges[contestant].AddRange(contestant.ExchangeTimes(target));
                    opens[contestant].AddRange(contestant.OpenTimes(target));
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

    /// <summary>Bytes of the proxy's own memory for each of many tunnels that have been used once and wait.</summary>
    private static double IdleMemory(Contestant contestant, int target)
    {
        var before = contestant.PrivateBytes();
        var sockets = contestant.Idle(target, Idle);
        var after = contestant.PrivateBytes();
        foreach (var socket in sockets) socket.Dispose();
        return (double)(after - before) / Idle;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
