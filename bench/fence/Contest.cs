namespace Pinfold.Bench.Fence;

/// <summary>
/// Commands side by side: in each round every one runs once, in a random order, so that what the machine does meanwhile
/// falls on all.
/// </summary>
internal static class Contest
{
    internal sealed record Entry(string Name, string[] Argv)
    {
        internal Sample Time { get; } = new();

        internal Sample Processor { get; } = new();

        /// <summary>MiB of the largest process of the tree.</summary>
        internal double Memory { get; set; }
    }

    /// <summary>Runs them; one that does not end with 0 is left out, and named.</summary>
    internal static List<Entry> Run(IEnumerable<Entry> entries, int rounds)
    {
        var runnable = new List<Entry>();
        foreach (var entry in entries)
        {
            if (!File.Exists(entry.Argv[0])) Console.WriteLine($"left out: {entry.Name}: not installed");
            else if (Child.Run(entry.Argv) is { Status: not 0 } failed)
                Console.WriteLine($"left out: {entry.Name}: ended with {failed.Status}");
            else runnable.Add(entry);
        }

        var order = runnable.ToArray();
        for (var round = 0; round < rounds; round++)
        {
            System.Security.Cryptography.RandomNumberGenerator.Shuffle<Entry>(order);
            foreach (var entry in order)
            {
                var child = Child.Run(entry.Argv);
                if (child.Status != 0) throw new InvalidOperationException($"{entry.Name} ended with {child.Status}");
                entry.Time.Add(child.Milliseconds);
                entry.Processor.Add(child.Processor);
            }
        }

        return runnable;
    }

    /// <summary>The peak of each, in a run of its own by the program <paramref name="peak"/>.</summary>
    internal static void Weigh(IEnumerable<Entry> entries, string peak, string file)
    {
        foreach (var entry in entries)
        {
            if (Child.Run([peak, file, .. entry.Argv]).Status != 0)
                throw new InvalidOperationException($"{entry.Name} failed under {peak}");
            entry.Memory =
                double.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture) / 1024;
        }
    }
}
