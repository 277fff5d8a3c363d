namespace Pinfold.Bench.Fence;

/// <summary>Elevated mode beside unelevated mode, one after another and many at once.</summary>
internal static class ElevatedStarts
{
    private const int Together = 50;

    internal static void Run(Setting at, int rounds)
    {
        string[] Command(params string[] options) =>
            [at.Pinfold, "run", .. options, "-C", at.Workspace, "--", "/bin/true"];
        var done = Contest.Run([new("unelevated", Command()), new("elevated", Command("--mode", "elevated"))], rounds);
        Console.WriteLine($"\n### One command, whole process, elevated beside unelevated ({rounds} rounds)\n");
        Console.WriteLine("| | median ms | p90 ms | × unelevated |\n|---|---|---|---|");
        foreach (var e in done)
            Console.WriteLine(
                $"| {e.Name} | {e.Time.Median:f2} | {e.Time.Ninety:f2} | {e.Time.Median / done[0].Time.Median:f2} |");

        Console.WriteLine($"\n### {Together} elevated sessions at a time, each {rounds} times\n\n| p50 ms | p99 ms | p99 / p50 |\n|---|---|---|");
        var all = new Sample();
        using var ready = new Barrier(Together);
        var threads = Enumerable.Range(0, Together).Select(_ => new Thread(() =>
        {
            ready.SignalAndWait();
            for (var round = 0; round < rounds; round++)
            {
                var child = Child.Run(done[^1].Argv);
                if (child.Status != 0)
                    throw new InvalidOperationException($"an elevated session ended with {child.Status}");
                lock (all) all.Add(child.Milliseconds);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Console.WriteLine($"| {all.Median:f1} | {all.NinetyNine:f1} | {all.NinetyNine / all.Median:f2} |");
    }
}
