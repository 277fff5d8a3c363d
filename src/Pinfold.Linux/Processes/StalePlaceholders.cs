using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>
/// Placeholder folders that a killed launcher left: an empty folder with mode 01555 that no session holds a lock on.
/// </summary>
internal static unsafe class StalePlaceholders
{
    private const int PatienceMilliseconds = 2000;
    private const int Mode = 0x4000 | 0x36D, SetGid = 0x400; // S_IFDIR | 01555; a folder with S_ISGID passes that on

    /// <param name="plan">The plan whose launch has ended.</param>
    /// <param name="dying">Processes of that launch may be dying, and hold their locks until then: wait for them.
    /// Another session's stay.</param>
    internal static void Remove(Plan plan, bool dying = false)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var step in plan.Steps.OfType<PlanStep.Placeholder>())
            while (!TryRemove(step.Path) && dying && clock.ElapsedMilliseconds < PatienceMilliseconds)
                _ = Libc.Poll(null, 0, 1); // there is no event for a lock that another process lets go
    }

    /// <summary>True when <paramref name="stat"/> is a folder that a session made at an absent name.</summary>
    internal static bool IsOne(in StatxBuffer stat) => (stat.Mode & ~SetGid) == Mode;

    /// <summary>False when somebody holds its lock.</summary>
    private static bool TryRemove(CanonicalPath path)
    {
        fixed (byte* text = OsText.Encode(path.Value + "\0"))
        {
            var fd = Libc.Open(text, Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
            if (fd < 0) return true;
            using var folder = new Descriptor(fd);
            StatxBuffer stat;
            fixed (byte* empty = "\0"u8)
            {
                if (Libc.Statx(fd, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat) < 0 || !IsOne(stat))
                    return true;
            }

            if (Libc.Flock(fd, 2 | 4 /* LOCK_EX | LOCK_NB */) != 0) return false;
            _ = Libc.UnlinkAt(Libc.AT_FDCWD, text, Libc.AT_REMOVEDIR);
            return true;
        }
    }
}
