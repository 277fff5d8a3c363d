using System.Text;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.Workspace;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Workspace;

/// <summary>An open folder. Names in it are looked up from the handle, links opened as themselves.</summary>
internal sealed class Folder : FolderHandle
{
    private const uint ToList = Kernel32.FILE_LIST_DIRECTORY | Kernel32.FILE_TRAVERSE
        | Kernel32.FILE_READ_ATTRIBUTES | Kernel32.READ_CONTROL;

    private Folder(FileHandle handle, CanonicalPath path)
        : base(path) => Handle = handle;

    internal FileHandle Handle { get; }

    /// <inheritdoc/>
    public override bool StampsChanges => Kernel32.LastChange(Handle) is not null;

    /// <summary>
    /// Opens <paramref name="path"/>, no component of which may be a link; null when it is no such folder.
    /// </summary>
    internal static Folder? Open(CanonicalPath path)
    {
        try
        {
            var item = NativeSecurityStore.OpenItem(WindowsPath.ToExtended(path), ItemAccess.Read,
                Kernel32.FILE_LIST_DIRECTORY | Kernel32.FILE_TRAVERSE);
            if (item is { IsFolder: true, IsLink: false }) return new(item.Handle, path);
            item?.Dispose();
            return null;
        }
        catch (IOException)
        {
            return null; // a link on the way, or nobody may look
        }
    }

    /// <inheritdoc/>
    public override EntryFacts? Look(string name)
    {
        var status = Ntdll.OpenBelow(Handle, name, Kernel32.FILE_READ_ATTRIBUTES | Kernel32.READ_CONTROL, 0,
            Ntdll.FILE_OPEN, out var file);
        if (status < 0)
            status = Ntdll.OpenBelow(Handle, name, Kernel32.FILE_READ_ATTRIBUTES, 0, Ntdll.FILE_OPEN, out file);
        if (status is Ntdll.STATUS_OBJECT_NAME_NOT_FOUND
            or Ntdll.STATUS_OBJECT_PATH_NOT_FOUND or Ntdll.STATUS_OBJECT_NAME_INVALID
                or Ntdll.STATUS_DELETE_PENDING or Ntdll.STATUS_NO_SUCH_FILE) return null;
        if (status < 0) return new(PathKind.Other, ChangeJournal.Unknown); // it is there, and no more is known
        using var item = new NativeItem(Path.Value, file);
        var kind = item.IsLink ? PathKind.Symlink : item.IsFolder ? PathKind.Directory : PathKind.File;
        return new(kind, Kernel32.LastChange(file) ?? ChangeJournal.Unknown,
            IsTaken: kind == PathKind.Directory && IsPlaceholder(item));
    }

    /// <inheritdoc/>
    public override Folder? Open(string name) => Path.TryCombine(name, out var path) ? Open(name, path) : null;

    /// <inheritdoc/>
    public override Folder? OpenUnnamed(string name) => Open(name, Path);

    /// <inheritdoc/>
    public override string? Read(string name, int limit)
    {
        if (Ntdll.OpenBelow(Handle, name, Kernel32.FILE_READ_DATA | Kernel32.FILE_READ_ATTRIBUTES,
            Ntdll.FILE_NON_DIRECTORY_FILE, Ntdll.FILE_OPEN, out var file) < 0)
            return null;
        using (file)
        {
            try
            {
                if (new NativeItem(name, file).ReparseTag != 0) return null; // its own bytes are not the content
                using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(file.DangerousGetHandle(),
                    ownsHandle: false);
                var bytes = new byte[limit + 1];
                var length = 0;
                for (int got; length <= limit && (got = RandomAccess.Read(handle, bytes.AsSpan(length), length)) > 0;)
                    length += got;
                return length <= limit ? Encoding.UTF8.GetString(bytes, 0, length) : null;
            }
            catch (IOException)
            {
                return null; // locked, or an error of the disk
            }
        }
    }

    /// <inheritdoc/>
    public override List<string> Names()
    {
        var names = new List<string>();
        Kernel32.List(Handle, (name, _, _) => names.Add(name));
        return names;
    }

    /// <inheritdoc/>
    public override List<string>? Folders(int limit)
    {
        var names = new List<string>();
        var seen = 0;
        try
        {
            Kernel32.List(Handle, (name, attributes, tag) =>
            {
                seen++;
                if ((attributes & Kernel32.FILE_ATTRIBUTE_DIRECTORY) != 0 && !NativeItem.IsLinkTag(tag))
                    names.Add(name);
            });
        }
        catch (NativeException)
        {
            return null;
        }

        return seen <= limit ? names : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Handle.Dispose();

    private Folder? Open(string name, CanonicalPath path)
    {
        if (Ntdll.OpenBelow(Handle, name, ToList, Ntdll.FILE_DIRECTORY_FILE, Ntdll.FILE_OPEN, out var folder) < 0)
            return null;
        if (!new NativeItem(name, folder).IsLink) return new(folder, path);
        folder.Dispose();
        return null;
    }

    /// <summary>The level of the label is above the command's, which cannot give it to anything.</summary>
    private static bool IsPlaceholder(NativeItem item)
    {
        try
        {
            return item.Read() is { MandatoryLabel: { IsInherited: false } label } descriptor
                && label.Sid == WellKnownSids.Medium && IntegrityCheck.KeepsBelowMedium(label)
                && descriptor.Has(DescriptorControl.DaclProtected);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
