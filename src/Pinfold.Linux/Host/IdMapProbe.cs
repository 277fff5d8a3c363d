using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Workspace;

namespace Pinfold.Linux.Host;

/// <summary>Which file systems cannot be mounted with mapped owners (mount_setattr(2), "idmapped mounts").</summary>
internal static class IdMapProbe
{
    private static readonly bool Namespaces = Kernel.RootMayMakeUserNamespaces;

    /// <summary>
    /// f_type of statfs(2): those without FS_ALLOW_IDMAP in the kernel. One that is not listed is tried, and refused by
    /// the kernel.
    /// </summary>
    private static readonly HashSet<long> Without =
    [
        0x794c7630, // overlayfs
        0x6969,     // nfs
        0x65735546, // fuse without the daemon's consent
        0xFF534D42, // cifs
        0xFE534D42, // smb2
        0x01021997, // 9p
        0x5346414F, // afs
    ];

    /// <summary>False where the account must be let in by access list instead.</summary>
    internal static bool Knows(CanonicalPath path)
    {
        if (!Namespaces) return false; // a mapping is kept in one
        using var folder = Folder.Open(path);
        return folder is null || !Without.Contains(folder.FileSystem);
    }
}
