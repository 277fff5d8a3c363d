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
    /// Each drive letter that leads somewhere, and each folder in which a volume is mounted; volumes with neither are
    /// not found. A network drive counts as one without access lists: its server knows the user, and neither
    /// restricting SIDs nor levels.
    /// </summary>
    /// <returns>The volumes, and why they may not be all.</returns>
    internal static (ImmutableArray<WindowsVolume> Volumes, ImmutableArray<string> Gaps) All()
    {
        var (inFolders, gap) = InFolders(Kernel32.VolumeNames, Kernel32.PlacesOf);
        return ([.. DriveInfo.GetDrives().Select(Look).OfType<WindowsVolume>(), .. inFolders],
            gap is null ? [] : [gap]);
    }

    /// <summary>Volumes that are mounted in folders, whether or not they have a letter too.</summary>
    /// <param name="names">Lists the volumes.</param>
    /// <param name="placesOf">Where one is mounted.</param>
    /// <returns>The volumes, and why none could be listed.</returns>
    internal static (List<WindowsVolume> Volumes, string? Gap) InFolders(Func<IReadOnlyList<string>> names,
        Func<string, string[]> placesOf)
    {
        var found = new List<WindowsVolume>();
        IReadOnlyList<string> volumes;
        try
        {
            volumes = names();
        }
        catch (NativeException e)
        {
            return (found,
                $"volumes in folders cannot be listed ({e.Message}): one without access lists could be written");
        }

        foreach (var volume in volumes)
        {
            string[] places;
            try
            {
                places = placesOf(volume);
            }
            catch (NativeException)
            {
                continue; // it went meanwhile, or has no place
            }

            foreach (var place in places)
                if (WindowsPath.TryParse(place.TrimEnd('\\'), out var root, out _) && root.Value.Length > "/C:".Length)
                    found.Add(Look(root, volume));
        }

        return (found, null);
    }

    /// <summary>
    /// The volume of what <paramref name="volume"/> names, wherever that lies, as it is seen at
    /// <paramref name="root"/>.
    /// </summary>
    internal static WindowsVolume Look(CanonicalPath root, string volume,
        string unseen = "a volume that cannot be looked at")
    {
        try
        {
            using var handle = Kernel32.CreateFile(volume, Kernel32.FILE_READ_ATTRIBUTES,
                Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.OPEN_EXISTING, Kernel32.FILE_FLAG_BACKUP_SEMANTICS);
            var (flags, name) = Kernel32.Volume(handle);
            return new(root, new NativeItem(volume, handle).Identity.Volume, name,
                (flags & Kernel32.FILE_PERSISTENT_ACLS) != 0);
        }
        catch (IOException)
        {
            return new(root, 0, unseen, HasAcls: false);
        }
    }

    private static WindowsVolume? Look(DriveInfo drive)
    {
        if (!WindowsPath.TryParse(drive.Name, out var root, out _)) return null;
        if (drive.DriveType == DriveType.Network) return new(root, 0, "a network drive", HasAcls: false);
        if (drive.DriveType is not (DriveType.Fixed or DriveType.Removable or DriveType.Ram) || !drive.IsReady)
            return null;

        // A drive that 'subst' made is opened as a name: what it leads to is another drive, with that one's number and
        // access lists.
        return Look(root, WindowsPath.ToExtended(root), "a drive that cannot be looked at");
    }
}
