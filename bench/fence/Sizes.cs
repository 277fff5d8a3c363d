using System.Diagnostics;

namespace Pinfold.Bench.Fence;

/// <summary>The start, and the audit after it, in workspaces of 10, 10,000 and 1,000,000 files.</summary>
internal static class Sizes
{
    private static readonly int[] Files = [10, 10_000, 1_000_000];

    internal static void Run(Setting at, int rounds, params string[] options)
    {
        var sizes = new List<(string Name, string[] Argv, string Clock, Sample Start, Sample Whole)>();
        var first = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var files in Files)
        {
            var folder = $"{at.Folder}/size-{files}";
            Fill(folder, files);
            File.Copy(at.Folder + "/now-program", folder + "/now-program");
            sizes.Add(
                ($"{files:n0} files", [at.Pinfold, "run", .. options, "-C", folder, "--", "./now-program", "clock"],
                    folder + "/clock", new(), new()));
            first[sizes[^1].Name] = Child.Run(sizes[^1].Argv).Milliseconds; // the first audit sees every folder
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var (_, argv, clock, start, whole) in sizes)
            {
                var before = Stopwatch.GetTimestamp(); // CLOCK_MONOTONIC, in nanoseconds
                var child = Child.Run(argv);
                if (child.Status != 0)
                    throw new InvalidOperationException($"{string.Join(' ', argv)} ended with {child.Status}");
                whole.Add(child.Milliseconds);
                start.Add((long.Parse(File.ReadAllText(clock), System.Globalization.CultureInfo.InvariantCulture)
                    - before) / 1e6);
            }
        }

        Console.WriteLine(
            $"\n### {string.Join(' ', ["pinfold run", .. options])} by size of the workspace ({rounds} rounds)\n");
        Console.WriteLine("| workspace | until the command runs, median ms | × 10 files | whole, with the audit, ms | × 10 files | first command there, ms |\n|---|---|---|---|---|---|");
        foreach (var s in sizes)
        {
            Console.WriteLine(
                $"| {s.Name} | {s.Start.Median:f2} | {s.Start.Median / sizes[0].Start.Median:f2} | {s.Whole.Median:f2} "
                + $"| {s.Whole.Median / sizes[0].Whole.Median:f2} | {first[s.Name]:f0} |");
        }
    }

    /// <summary>The audit alone, in a workspace of many folders: with nothing new, and with one new folder.</summary>
    internal static void Folders(Setting at, int folders, int rounds)
    {
        var folder = $"{at.Folder}/folders-{folders}";
        for (var i = 0; i < folders / 100; i++)
            for (var j = 0; j < 99; j++) Directory.CreateDirectory($"{folder}/{i / 100}/{i}/{j}");
        var small = $"{at.Folder}/folders-1";
        Directory.CreateDirectory(small);
        var entries = new List<Contest.Entry>
        {
            new("one folder", [at.Pinfold, "run", "-C", small, "--", "/bin/true"]),
            new($"{folders:n0} folders, nothing written", [at.Pinfold, "run", "-C", folder, "--", "/bin/true"]),
            new($"{folders:n0} folders, a file written and removed",
                [at.Pinfold, "run", "-C", folder, "--", "/bin/sh", "-c", "echo > 0/0/0/x; rm 0/0/0/x"]),
        };
        var first = entries.Select(e => Child.Run(e.Argv).Milliseconds).ToArray();
        var done = Contest.Run(entries, rounds);
        Console.WriteLine($"\n### The audit after a command ({rounds} rounds)\n\n| workspace | median ms | above one folder, ms |\n|---|---|---|");
        foreach (var e in done)
            Console.WriteLine($"| {e.Name} | {e.Time.Median:f2} | {e.Time.Median - done[0].Time.Median:f2} |");
        Console.WriteLine($"| {folders:n0} folders, the first time | {first[1]:f0} | |");
    }

    private static void Fill(string folder, int files)
    {
        Directory.CreateDirectory(folder);
        Child.Run(["/usr/bin/git", "init", "-q", folder]);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < files; i++)
        {
            if (i % 1000 == 0) Directory.CreateDirectory($"{folder}/src/{i / 1000}");
            File.Create($"{folder}/src/{i / 1000}/{i}.c", 1).Dispose();
        }

        Console.WriteLine($"made {files:n0} files in {clock.Elapsed.TotalSeconds:f0} s");
    }
}
