using System.Globalization;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux;
using Pinfold.Linux.Processes;

namespace Pinfold.Bench.Fence;

/// <summary>Work that times itself, bare and inside, with one layer after the other left out.</summary>
internal static class Work
{
    internal static void Run(Setting at, int rounds)
    {
        (string Name, Plan? Plan)[] fences =
        [
            ("bare", null),
            ("namespaces", at.Plan(f => f with { LandlockAbi = 0, Seccomp = false, SeccompNotify = false })),
            ("+ seccomp", at.Plan(f => f with { LandlockAbi = 0 })),
            ("+ Landlock (all)", at.Plan()),
        ];
        (string Name, string Script, double Budget, int Times)[] works =
        [
            // it is over so soon that what else the machine does shows
            ("git status, 20,000 files", "cd repository; clock -- git status --porcelain", 3, 16),
            ("make, 60 C files", "cd build; make -s clean; clock -- make -s", 3, 1),
            ("create, stat, rename, unlink 20,000 small files, on tmpfs",
                "mkdir -p storm; cd storm; ../storm-program 20000 >> $OUT", 15, 1),
        ];
        Console.WriteLine($"\n### Work inside against bare, the start excluded ({rounds} rounds, 16 times as many of git, medians of ms; % above bare)\n");
        Console.WriteLine($"| work | {string.Join(" | ", fences.Select(f => f.Name))} | budget |\n|---|{string.Concat(fences.Select(_ => "---|"))}---|");
        foreach (var (name, script, budget, times) in works)
        {
            var samples = fences.Select(_ => new Sample()).ToArray();
            var order = Enumerable.Range(0, fences.Length).ToArray();
            for (var round = 0; round < (rounds * times) + 1; round++)
            {
                System.Security.Cryptography.RandomNumberGenerator.Shuffle<int>(order);
                foreach (var i in order)
                {
                    var time = Once(at, fences[i].Plan, script);
                    if (round > 0) samples[i].Add(time); // the first warms the caches
                }
            }

            var bare = samples[0].Median;
            Console.WriteLine($"| {name} | {string.Join(" | ", samples.Select((s, i) => i == 0 ? $"{s.Median:f1}" : $"{s.Median:f1} ({(s.Median / bare * 100) - 100:+0.0;-0.0} %)"))} | {budget} % |");
        }
    }

    private static double Once(Setting at, Plan? plan, string script)
    {
        var output = at.Workspace + "/time";
        File.Delete(output);
        string[] argv = ["/bin/bash", "-ec", $"OUT={output}; clock() {{ shift; local s=$EPOCHREALTIME; \"$@\" > /dev/null; local e=$EPOCHREALTIME; echo $(( ${{e/.}} - ${{s/.}} )) >> $OUT; }}; cd {at.Workspace}; {script}"];
        if (plan is null)
        {
            if (Child.Run(argv) is { Status: not 0 } failed)
                throw new InvalidOperationException($"bare: {script}: status {failed.Status}");
        }
        else
        {
            using var command = LinuxBackend.Start(plan, new LaunchRequest
            {
                Argv = [.. argv],
                WorkingDirectory = CanonicalPath.Parse(at.Workspace),
                Environment = [new("PATH", "/usr/local/bin:/usr/bin:/bin"),
                    new("HOME", Environment.GetEnvironmentVariable("HOME")!)],
            });
            var result = command.Wait();
            if (result.ExitStatus != 0)
                throw new InvalidOperationException(
                    $"inside: {script}: {result.Outcome} {result.ExitStatus} {result.Failure}");
        }

        return double.Parse(File.ReadAllText(output), CultureInfo.InvariantCulture) / 1000;
    }
}
