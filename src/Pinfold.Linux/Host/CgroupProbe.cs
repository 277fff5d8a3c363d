using System.Security.Cryptography;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Host;

/// <summary>
/// Finds where the user may make cgroups: beside the own one on v2 (what systemd delegates), below the own one on v1
/// (root).
/// </summary>
internal static class CgroupProbe
{
    private const string Prefix = "pinfold-";
    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("-0123456789abcdefghijklmnopqrstuvwxyz");

    /// <summary>
    /// cgroups for the limits that rlimits cannot hold, and the one by which the packet filter knows the command; empty
    /// when none is needed or none may be made.
    /// </summary>
    /// <param name="limits">What is asked for.</param>
    /// <param name="rlimits">RLIMIT_NPROC binds the command: not root, nor an account that others share.</param>
    /// <param name="places">Where they may be made.</param>
    internal static IEnumerable<CgroupFacts> For(Limits limits, bool rlimits, IEnumerable<BrokerCgroup>? places)
    {
        var processes = limits.Processes is not null && !rlimits;
        var memory = limits.Memory is not null;
        if (!processes && !memory && places is null) yield break;
        var name = $"{Prefix}{System.Environment.ProcessId}-{Libc.Random():x16}";
        foreach (var place in places ?? Places())
        {
            var facts = new CgroupFacts(CanonicalPath.Parse($"{place.Folder}/{name}"), processes && place.Processes,
                memory && place.Memory);
            if (!facts.Processes && !facts.Memory && place.Account == 0) continue;
            if (places is null) RemoveStale(place.Folder);
            processes &= !facts.Processes;
            memory &= !facts.Memory;
            yield return facts;
        }
    }

    /// <summary>The folders in which this process may make cgroups that limit something.</summary>
    /// <param name="unified">Those of version 2 count.</param>
    internal static IEnumerable<BrokerCgroup> Places(bool unified = true)
    {
        foreach (var (controllers, path) in Own())
        {
            var isUnified = controllers.Length == 0;
            if (isUnified && !unified) continue;
            var folder = isUnified ? Unified(path) : $"/sys/fs/cgroup/{controllers}{path}";
            if (folder is null || !IsWritableFolder(folder)) continue;
            var available = isUnified ? File.ReadAllText(folder + "/cgroup.subtree_control") : controllers;
            var words = available.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Contains("pids") || words.Contains("memory"))
                yield return new(folder.TrimEnd('/'), words.Contains("pids"), words.Contains("memory"));
        }
    }

    /// <summary>True for the path of a cgroup that a launch may have in <paramref name="folder"/>.</summary>
    /// <param name="folder">Where it is to be.</param>
    /// <param name="path">Its path.</param>
    /// <param name="maker">The process that it has to be named after; null: any.</param>
    internal static bool IsOne(string folder, ReadOnlySpan<char> path, int? maker = null) =>
        path.StartsWith($"{folder}/{Prefix}{(maker is null ? "" : $"{maker}-")}", StringComparison.Ordinal)
            && !path[(folder.Length + 1)..].ContainsAnyExcept(NameCharacters);

    /// <summary>
    /// Removes what killed launches left: folders named after a process that is gone. One that is in use is busy.
    /// </summary>
    internal static unsafe void RemoveStale(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            var owner = Path.GetFileName(folder).Split('-')[1];
            if (owner.Length == 0 || owner.AsSpan().ContainsAnyExceptInRange('0', '9')
                || Directory.Exists($"/proc/{owner}"))
                continue;
            // EBUSY: in use
            fixed (byte* text = OsText.Encode(folder + "\0")) _ = Libc.UnlinkAt(Libc.AT_FDCWD, text, Libc.AT_REMOVEDIR);
        }
    }

    /// <summary>Lines of /proc/self/cgroup: "4:memory:/path", or "0::/path" for v2.</summary>
    private static IEnumerable<(string Controllers, string Path)> Own()
    {
        if (!File.Exists("/proc/self/cgroup")) yield break;
        foreach (var line in File.ReadLines("/proc/self/cgroup"))
        {
            var parts = line.Split(':', 3);
            if (parts.Length == 3 && !parts[1].StartsWith("name=", StringComparison.Ordinal))
                yield return (parts[1], parts[2]);
        }
    }

    /// <summary>
    /// The parent of the own cgroup: siblings may have processes and limits, children of a populated one may not.
    /// </summary>
    private static string? Unified(string own)
    {
        foreach (var mount in (string[])["/sys/fs/cgroup", "/sys/fs/cgroup/unified"])
        {
            if (!File.Exists(mount + "/cgroup.controllers")) continue;
            var slash = own.LastIndexOf('/');
            return slash <= 0 ? mount : mount + own[..slash];
        }

        return null;
    }

    private static unsafe bool IsWritableFolder(string path)
    {
        fixed (byte* text = OsText.Encode(path + "\0")) return Libc.Access(text, 2 /* W_OK */) == 0;
    }
}
