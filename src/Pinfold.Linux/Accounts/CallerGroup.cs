using Pinfold.Linux.Native;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// The group by which access lists know one user's commands, whichever account they run as. It has no name and no
/// members: the broker alone gives it, to that user's commands. The numbers are of the range that systemd's table of
/// users and groups (UIDS-GIDS) calls unused.
/// </summary>
internal static unsafe class CallerGroup
{
    private const uint First = 0x70000000, Count = 1 << 27;

    /// <summary>The group of <paramref name="uid"/>'s commands; null where its number leaves the range.</summary>
    internal static uint? Of(uint uid) => uid < Count ? First + uid : null;

    /// <summary>Null when nobody else can have the group; else who.</summary>
    internal static string? Holder(uint gid)
    {
        if (Libc.GetGrGid(gid) is not null) return "a group of this host";
        const string Ranges = "/etc/subgid"; // newgidmap(1) gives them
        if (!File.Exists(Ranges)) return null;
        foreach (var line in File.ReadLines(Ranges))
            if (line.Split(':') is [var user, var first, var count, ..] && ulong.TryParse(first, out var from)
                && ulong.TryParse(count, out var many) && gid >= from && gid - from < many)
                return $"{Ranges} gives it to {user}";
        return null;
    }
}
