using System.Diagnostics;

namespace Pinfold.Cli.Tests.Fixture;

/// <summary>
/// The cgroup of a machine in one tree: in a folder <c>machines</c> with those of the others that there are, of any
/// test run.
/// </summary>
internal static class MachineCgroup
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The trees of version 1 (cgroups(7)) that are mounted where they usually are, and where in each this process is
    /// ("/": at the root).
    /// </summary>
    internal static (string Mount, string Path)[] Trees() =>
    [
        .. File.ReadLines("/proc/self/cgroup").Select(l => l.Split(':', 3)).Where(l => l[1].Length > 0)
            .Select(l => ("/sys/fs/cgroup/" + l[1].Replace("name=", "", StringComparison.Ordinal), l[2]))
            .Where(t => File.Exists($"{t.Item1}{t.Item2}/cgroup.procs")),
    ];

    internal static string In(string parent, string name) => $"{parent}/machines/{name}";

    internal static void Make(string cgroup)
    {
        while (!Directory.Exists(cgroup))
        {
            try
            {
                Directory.CreateDirectory(cgroup);
            }
            catch (DirectoryNotFoundException)
            {
                // the last machine of another test run has just taken the folder away
            }
        }
    }

    /// <summary>
    /// Removes it with what is in it, once all that ran in it is gone; and the folder, when no other machine is left.
    /// </summary>
    internal static void Remove(string cgroup)
    {
        var (clock, wait) = (Stopwatch.StartNew(), default(SpinWait));
        while (!TryRemove(cgroup))
        {
            if (clock.Elapsed > Patience) throw new InvalidOperationException($"something still runs in {cgroup}");
            wait.SpinOnce();
        }

        _ = TryDelete(Path.GetDirectoryName(cgroup)!);
    }

    /// <summary>False while a process in it is just ending.</summary>
    private static bool TryRemove(string cgroup) =>
        Directory.GetDirectories(cgroup, "*", SearchOption.AllDirectories)
            .OrderByDescending(c => c.Length).Append(cgroup).All(TryDelete);

    private static bool TryDelete(string cgroup)
    {
        try
        {
            Directory.Delete(cgroup);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
