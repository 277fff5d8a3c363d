using System.Globalization;

namespace Pinfold.Cli.Tests.Fixture;

/// <summary>
/// Machines of test runs that were killed: each ends with its run, and the next that makes one removes what is left of
/// it. A run is known by its process's number and the time of its start.
/// </summary>
internal static class StaleMachines
{
    private const string Files = "pinfold-machine-";

    /// <summary>A folder for a machine of this run.</summary>
    internal static string Folder() =>
        Directory.CreateTempSubdirectory($"{Files}{Environment.ProcessId}-{Started(Environment.ProcessId.ToString(CultureInfo.InvariantCulture))}-").FullName;

    /// <summary>What the machine of that folder is called.</summary>
    internal static string NameOf(string folder) => "machine-" + Path.GetFileName(folder)[Files.Length..];

    /// <summary>Removes those whose run is gone.</summary>
    /// <param name="parents">Where their cgroups are.</param>
    internal static void Remove(string[] parents)
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Files + "*"))
        {
            if (Path.GetFileName(folder)[Files.Length..].Split('-') is not [var pid, var started, _]
                || Started(pid) == started)
                continue;
            foreach (var cgroup in parents.Select(p => MachineCgroup.In(p, NameOf(folder))).Where(Directory.Exists))
                MachineCgroup.Remove(cgroup);
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // another run removes it too
            }
        }
    }

    /// <summary>proc_pid_stat(5), the field starttime; null when there is no such process.</summary>
    private static string? Started(string pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
