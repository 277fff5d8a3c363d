using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Host;

/// <summary>What paths are on this host.</summary>
internal static class PathProbe
{

    /// <summary>What is at <paramref name="path"/>; null when nothing is. One that a link leads to is a link.</summary>
    internal static WindowsPathFacts? Look(CanonicalPath path)
    {
        try
        {
            using var item = NativeSecurityStore.OpenItem(WindowsPath.ToExtended(path), ItemAccess.Read);
            return item is null ? null : Facts(path, item, item.Read());
        }
        catch (NativeException e) when (e.Code is Kernel32.ERROR_ACCESS_DENIED or Kernel32.ERROR_INVALID_SECURITY_DESCR)
        {
            return WithoutDescriptor(path);
        }
        catch (IOException)
        {
            // A folder on the way is a link, or nobody may look: what is there must not be taken for what the path
            // says.
            return new(path, PathKind.Symlink, 0, 0, null);
        }
    }

    private static WindowsPathFacts WithoutDescriptor(CanonicalPath path)
    {
        try
        {
            const uint Flags = Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT;
            using var handle = Kernel32.CreateFile(WindowsPath.ToExtended(path), Kernel32.FILE_READ_ATTRIBUTES,
                Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.OPEN_EXISTING, Flags);
            return Facts(path, new NativeItem(WindowsPath.ToExtended(path), handle), null);
        }
        catch (NativeException)
        {
            return new(path, PathKind.Other, 0, 0, null); // it is there, and no more is known
        }
    }

    private static WindowsPathFacts Facts(CanonicalPath path, NativeItem item, SecurityDescriptor? descriptor)
    {
        var spelled = WindowsPath.TryParse(Kernel32.FinalPath(item.Handle), out var real, out _) ? real : path;
        var (id, kind) = (item.Identity,
            item.IsLink ? PathKind.Symlink : item.IsFolder ? PathKind.Directory : PathKind.File);
        return new(spelled, kind, id.Volume, id.File, descriptor) { Links = (int)item.Links };
    }
}
