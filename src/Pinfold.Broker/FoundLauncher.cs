using System.Globalization;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using PlanLauncher = Pinfold.Linux.Processes.Launcher;

namespace Pinfold.Broker;

/// <summary>
/// A launcher that another broker started. It runs as root but for the file rights, which are its caller's (proc(5),
/// the fourth number of Uid): nobody else can run the program so.
/// </summary>
internal sealed class FoundLauncher : IDisposable
{
    private readonly Descriptor _process;

    private FoundLauncher(Descriptor process, uint owner, string[] cgroups) =>
        (_process, Owner, Cgroups) = (process, owner, cgroups);

    /// <summary>The user whose command it is.</summary>
    internal uint Owner { get; }

    /// <summary>
    /// The cgroups of its command, as far as the kernel tells of children (CONFIG_PROC_CHILDREN); others are removed by
    /// the next broker that starts.
    /// </summary>
    internal string[] Cgroups { get; }

    /// <summary>Those that run.</summary>
    /// <param name="places">Where their cgroups are.</param>
    internal static IEnumerable<FoundLauncher> All(IReadOnlyList<BrokerCgroup> places)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                continue;
            if (OwnerOf(folder) is null) continue;
            var process = ProcessDescriptor.Open(pid);
            // looked at while the number was its own
            if (process is not null && OwnerOf(folder) is { } owner)
                yield return new(process, owner, CgroupsOf(folder, places));
            else process?.Dispose();
        }
    }

    internal void Signal(int signal) => ProcessDescriptor.Signal(_process, signal);

    /// <summary>Blocks until it has ended.</summary>
    internal void Wait() => ProcessDescriptor.Wait(_process, ProcessDescriptor.Forever);

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static string[] CgroupsOf(string folder, IReadOnlyList<BrokerCgroup> places)
    {
        try
        {
            var children = File.ReadAllText($"{folder}/task/{Path.GetFileName(folder)}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var names = children.SelectMany(c => File.ReadLines($"/proc/{c}/cgroup"))
                .Select(l => l[(l.LastIndexOf('/') + 1)..]).Distinct(StringComparer.Ordinal);
            return [.. names.SelectMany(n => places.Select(p => $"{p.Folder}/{n}")
                .Where(c => CgroupProbe.IsOne(Path.GetDirectoryName(c)!, c) && Directory.Exists(c)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // it has just ended
        }
    }

    private static uint? OwnerOf(string folder)
    {
        try
        {
            var program = File.ResolveLinkTarget(folder + "/exe", returnFinalTarget: false)?.FullName;
            if (program != PlanLauncher.Path && program != PlanLauncher.Path + " (deleted)") return null;
            string[] uids = [], pids = [];
            foreach (var line in File.ReadLines(folder + "/status"))
            {
                if (line.StartsWith("Uid:", StringComparison.Ordinal)) uids = line.Split('\t');
                else if (line.StartsWith("NSpid:", StringComparison.Ordinal)) pids = line.Split('\t');
            }

            // The first process inside is the same program, in a pid namespace of its own.
            return uids is [_, "0", "0", "0", var owner] && pids.Length == 2
                ? uint.Parse(owner, NumberStyles.None, CultureInfo.InvariantCulture)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended
        }
    }
}
