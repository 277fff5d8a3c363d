namespace Pinfold.Linux.Workspace;

/// <summary>What is known about file systems, by f_type of statfs(2).</summary>
internal static class FileSystems
{
    /// <summary>ext4, XFS, Btrfs, tmpfs, F2FS, overlayfs.</summary>
    private static readonly HashSet<long> Stamping =
        [0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0xF2F52010, 0x794C7630];

    /// <summary>
    /// True where this kernel alone stamps ctime, finer than a second, also of what is renamed: not FAT, not over a
    /// network.
    /// </summary>
    internal static bool StampChanges(Folder folder) => Stamping.Contains(folder.FileSystem);
}
