using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Host;

/// <summary>
/// The cgroups by which the packet filter knows commands besides their uid: one for each account, and in it one for
/// each command. They lie beside the cgroup of the first process, where no user has a say.
/// </summary>
internal static unsafe class SessionCgroups
{
    internal const string Top = "/sys/fs/cgroup";
    internal static readonly string[] Roles = ["offline", "online"];
    private const int Tries = 2000;

    /// <summary>
    /// Where they are to be; null where there is no cgroup of version 2, or only a part of its tree is seen: the filter
    /// counts levels from the root of the whole one.
    /// </summary>
    internal static string? Place()
    {
        // The root alone has no cgroup.events (Documentation/admin-guide/cgroup-v2.rst).
        var mount = Array.Find([Top, Top + "/unified"],
            m => File.Exists(m + "/cgroup.controllers") && !File.Exists(m + "/cgroup.events"));
        const string Unified = "0::";
        var first = File.ReadLines("/proc/1/cgroup")
            .FirstOrDefault(l => l.StartsWith(Unified, StringComparison.Ordinal))?[Unified.Length..];
        if (mount is null || first is null) return null;
        // systemd's own; its parent is what holds everything
        if (first.EndsWith("/init.scope", StringComparison.Ordinal)) first = first[..first.LastIndexOf('/')];
        return $"{mount}{first.TrimEnd('/')}/pinfold";
    }

    /// <summary>How far below the root of cgroup version 2 <paramref name="path"/> is.</summary>
    internal static int Level(string path) =>
        path[Top.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries) is ["unified", .. var below]
            && !File.Exists(Top + "/cgroup.controllers") ? below.Length
        : path[Top.Length..].Count(c => c == '/');

    /// <summary>What tells the two from others that get their names later; null when one is not there.</summary>
    internal static string? Identity(string place)
    {
        var text = "";
        foreach (var role in Roles)
        {
            StatxBuffer stat;
            fixed (byte* name = OsText.Encode($"{place}/{role}\0"))
                if (Libc.Statx(Libc.AT_FDCWD, name, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &stat) < 0)
                    return null;
            text += $"{stat.Inode} ";
        }

        return text;
    }

    /// <summary>
    /// Lets cgroups in <paramref name="place"/> have limits as far as the host gives them; true for what they can
    /// limit.
    /// </summary>
    internal static (bool Processes, bool Memory) Delegate(string place)
    {
        foreach (var folder in (string[])[place, .. Roles.Select(r => $"{place}/{r}")])
            foreach (var controller in Controllers($"{folder}/cgroup.controllers"))
                if (controller is "pids" or "memory")
                    File.WriteAllText($"{folder}/cgroup.subtree_control", "+" + controller);
        var given = Controllers($"{place}/{Roles[^1]}/cgroup.subtree_control");
        return (given.Contains("pids"), given.Contains("memory"));
    }

    /// <summary>Removes those of commands that have ended; waits for launchers that do so too.</summary>
    internal static void Clear(string folder)
    {
        for (var i = 0; i < Tries && Directory.Exists(folder); i++)
        {
            var left = Directory.GetDirectories(folder, "pinfold-*");
            if (left.Length == 0) return;
            foreach (var cgroup in left)
                // EBUSY: its last process is just ending
                fixed (byte* text = OsText.Encode(cgroup + "\0"))
                    _ = Libc.UnlinkAt(Libc.AT_FDCWD, text, Libc.AT_REMOVEDIR);
            _ = Libc.Poll(null, 0, 1);
        }
    }

    private static string[] Controllers(string file) =>
        File.ReadAllText(file).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
