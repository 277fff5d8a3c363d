using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Host;

/// <summary>The drives.</summary>
internal static class VolumeProbe
{
    /// <summary>
    /// Each drive letter that leads somewhere. A network drive counts as one without access lists: its server knows the user, and neither
    /// restricting SIDs nor levels.
    /// </summary>
    internal static ImmutableArray<WindowsVolume> All() => [.. DriveInfo.GetDrives().Select(Look).OfType<WindowsVolume>()];

    private static WindowsVolume? Look(DriveInfo drive)
    {
        if (!WindowsPath.TryParse(drive.Name, out var root, out _)) return null;
        if (drive.DriveType == DriveType.Network) return new(root, 0, "a network drive", HasAcls: false);
        if (drive.DriveType is not (DriveType.Fixed or DriveType.Removable or DriveType.Ram) || !drive.IsReady) return null;
        try
        {
            using var item = NativeSecurityStore.OpenItem(WindowsPath.ToExtended(root), ItemAccess.Read);
            if (item is null) return null;
            var (flags, name) = Kernel32.Volume(item.Handle);
            return new(root, item.Identity.Volume, name, (flags & Kernel32.FILE_PERSISTENT_ACLS) != 0);
        }
        catch (IOException)
        {
            return new(root, 0, "a drive that cannot be looked at", HasAcls: false);
        }
    }
}
