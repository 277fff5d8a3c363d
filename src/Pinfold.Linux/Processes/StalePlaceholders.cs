using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>Placeholder folders that a killed launcher left: an empty folder with mode 01555 that no session holds a lock on.</summary>
internal static unsafe class StalePlaceholders
{
    private const int Mode = 0x4000 | 0x36D, SetGid = 0x400; // S_IFDIR | 01555; a folder with S_ISGID passes that on

    internal static void Remove(Plan plan)
    {
        foreach (var step in plan.Steps.OfType<PlanStep.Placeholder>()) Remove(step.Path);
    }

    /// <summary>True when <paramref name="stat"/> is a folder that a session made at an absent name.</summary>
    internal static bool IsOne(in StatxBuffer stat) => (stat.Mode & ~SetGid) == Mode;

    private static void Remove(CanonicalPath path)
    {
        fixed (byte* text = OsText.Encode(path.Value + "\0"))
        {
            var fd = Libc.Open(text, Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
            if (fd < 0) return;
            using var folder = new Descriptor(fd);
            StatxBuffer stat;
            fixed (byte* empty = "\0"u8)
            {
                if (Libc.Statx(fd, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat) < 0 || !IsOne(stat)) return;
            }

            if (Libc.Flock(fd, 2 | 4 /* LOCK_EX | LOCK_NB */) == 0) _ = Libc.UnlinkAt(Libc.AT_FDCWD, text, Libc.AT_REMOVEDIR);
        }
    }
}
