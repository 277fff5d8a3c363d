using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// Handles that keep names where they are. While one is held without FILE_SHARE_DELETE, the file can be neither renamed
/// nor removed, and no folder above it renamed; the kernel lets go when pinfold ends, however it ends.
/// </summary>
internal sealed class Pins : IDisposable
{
    // Reading is what takes part in the check of sharing; a handle for attributes alone would hold nothing.
    private const uint ReadAndWrite = Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE;
    private readonly List<SafeHandle> _held = [];

    /// <summary>How many are held.</summary>
    internal int Count => _held.Count;

    /// <summary>Holds what is at <paramref name="path"/>.</summary>
    /// <param name="path">With the prefix <c>\\?\</c>.</param>
    /// <param name="identity">Which file it has to be.</param>
    /// <exception cref="IOException">It is gone, another file or a link, or somebody has it open for
    /// deleting.</exception>
    internal void Hold(string path, FileIdentity identity)
    {
        NativeItem? item;
        try
        {
            item = NativeSecurityStore.OpenItem(path, ItemAccess.Read, Kernel32.FILE_READ_DATA, ReadAndWrite);
        }
        catch (NativeException e) when (e.Code == Kernel32.ERROR_SHARING_VIOLATION && Placeholder(path) is { } taken)
        {
            item = taken;
        }

        if (item is null) throw new FileNotFoundException($"{path} is gone", path);
        if (!item.IsLink && item.Identity == identity)
        {
            _held.Add(item.Handle);
            return;
        }

        item.Dispose();
        throw new IOException($"{path} is another file than the one that was planned with");
    }

    /// <summary>Takes a name that is free, with an empty folder that the kernel removes when pinfold ends.</summary>
    /// <param name="path">With the prefix <c>\\?\</c>.</param>
    /// <param name="descriptor">DACL and label of the folder.</param>
    internal void Take(string path, SecurityDescriptor descriptor)
    {
        FileHandle folder;
        try
        {
            folder = Ntdll.CreateFleetingFolder(path[4..], descriptor);
        }
        catch (NativeException e) when (
            e.Code is Kernel32.ERROR_ALREADY_EXISTS or Kernel32.ERROR_FILE_EXISTS && Placeholder(path) is { } taken)
        {
            folder = taken.Handle;
        }

        _held.Add(folder);
        var real = Kernel32.FinalPath(folder);
        if (!string.Equals(real, path, StringComparison.OrdinalIgnoreCase))
            throw new IOException($"{path} leads to {real}: a folder on the way is a link");
    }

    /// <summary>Lets go, the newest first.</summary>
    public void Dispose()
    {
        for (var i = _held.Count - 1; i >= 0; i--) _held[i].Dispose();
        _held.Clear();
    }

    /// <summary>
    /// The placeholder of another session, or null. It is marked for removal when that session ends, and its name stays
    /// taken until this handle too is closed; its label and DACL keep it from being renamed.
    /// </summary>
    private static NativeItem? Placeholder(string path)
    {
        var item = NativeSecurityStore.OpenItem(path, ItemAccess.Read, Kernel32.FILE_READ_DATA,
            ReadAndWrite | Kernel32.FILE_SHARE_DELETE);
        if (item is null) return null;
        if (item is { IsFolder: true, IsLink: false }
            && item.Read() is { MandatoryLabel: { IsInherited: false } label } descriptor
            && label.Sid == WellKnownSids.Medium && IntegrityCheck.KeepsBelowMedium(label)
            && descriptor.Has(DescriptorControl.DaclProtected) && !Directory.EnumerateFileSystemEntries(path).Any())
            return item;
        item.Dispose();
        return null;
    }
}
