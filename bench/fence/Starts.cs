namespace Pinfold.Bench.Fence;

/// <summary><c>/bin/true</c> in each sandbox, the whole process.</summary>
internal static class Starts
{
    internal static void Run(Setting at, int rounds)
    {
        var entries = new List<Contest.Entry>
        {
            new("/bin/true, no sandbox", ["/bin/true"]),
            new("pinfold run", [at.Pinfold, "run", "-C", at.Workspace, "--", "/bin/true"]),
            new("bwrap, the same mounts and namespaces", [.. Bubblewrap.SameAs(at), "/bin/true"]),
            new("bwrap, its manual's short line", ["/usr/bin/bwrap", "--ro-bind", "/",
                "/", "--dev", "/dev", "--proc", "/proc", "--unshare-all", "/bin/true"]),
            new("firejail --noprofile --net=none --read-only=/",
                ["/usr/bin/firejail", "--quiet", "--noprofile", "--net=none", "--read-only=/", "/bin/true"]),
        };
        entries.AddRange(at.Peers());
        var done = Contest.Run(entries, rounds);
        Contest.Weigh(done, at.Folder + "/peak-program", at.Folder + "/peak");
        var same = done.Find(e => e.Name.StartsWith("bwrap, the same", StringComparison.Ordinal));
        Console.WriteLine($"\n### One command, whole process ({rounds} rounds)\n");
        Console.WriteLine(
            "| | median ms | p90 ms | CPU ms | largest process MB | × bwrap |\n|---|---|---|---|---|---|");
        foreach (var e in done)
            Console.WriteLine($"| {e.Name} | {e.Time.Median:f2} | {e.Time.Ninety:f2} | {e.Processor.Median:f2} | {e.Memory:f1} | {e.Time.Median / same?.Time.Median:f2} |");
    }
}
