using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>Removes cgroups where the launcher, which makes and removes them, was killed.</summary>
internal static unsafe class CgroupFolders
{
    private const int Tries = 200;

    /// <summary>
    /// A process that has just ended keeps its cgroup busy for a moment. One that stays busy is left to the next start.
    /// </summary>
    internal static void Remove(IEnumerable<string> cgroups)
    {
        foreach (var cgroup in cgroups)
        {
            fixed (byte* path = OsText.Encode(cgroup + "\0"))
                for (var i = 0;
                    i < Tries && Libc.UnlinkAt(Libc.AT_FDCWD, path, Libc.AT_REMOVEDIR) < 0 && Errno.Last == Errno.EBUSY;
                    i++)
                    _ = Libc.Poll(null, 0, 1);
        }
    }
}
