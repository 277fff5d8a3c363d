using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>The calls that a process makes.</summary>
public sealed partial class NtMachine
{
    /// <summary>
    /// NtOpenFile, NtOpenKey, NtOpenProcess…: the descriptor is asked, then for files the other handles. DELETE is also
    /// granted by FILE_DELETE_CHILD on the folder, whatever the file says (Microsoft KB Q238018), FILE_READ_ATTRIBUTES
    /// by FILE_LIST_DIRECTORY. Whether the file's label counts then is said nowhere: here it does not, which is the
    /// worse case.
    /// </summary>
    public NtStatus Open(Token caller, string path, AccessMask desired, out NtHandle? handle,
        ShareMode share = ShareMode.All,
        bool followLink = true, bool deleteOnClose = false)
    {
        handle = null;
        if (Walk(path, followLink) is not { } place || place.Object is not { } found) return NtStatus.NotFound;
        var granted = found.Type.Mapping.Map(deleteOnClose ? desired | AccessMask.Delete : desired);
        if (!IsServed(ref caller, place.Share, granted)) return NtStatus.AccessDenied;
        if (!May(caller, found, place.Folder, granted)) return NtStatus.AccessDenied;
        if (found.IsFile && !NtHandle.IsShared(found, granted, share)) return NtStatus.SharingViolation;
        handle = new(found, granted, share, place.Folder is null ? null : (place.Folder, place.Name),
            place.Stream, deleteOnClose);
        return NtStatus.Success;
    }

    /// <summary>Opens an object that has no name, as a process by its number.</summary>
    public static NtStatus Open(Token caller, NtObject target, AccessMask desired) =>
        May(caller, target, null, target.Type.Mapping.Map(desired)) ? NtStatus.Success : NtStatus.AccessDenied;

    /// <summary>
    /// NtCreateFile with FILE_CREATE, NtCreateKey, NtCreateSection…: asked of the folder. The creator gets what it asks
    /// for. It may give a descriptor, with itself as owner and a label up to its own level.
    /// </summary>
    public NtStatus Create(Token caller, string path, SecurableType type, out NtHandle? handle,
        SecurityDescriptor? given = null,
        AccessMask? desired = null, ShareMode share = ShareMode.All, bool deleteOnClose = false)
    {
        handle = null;
        if (Walk(path, followLast: false) is not { } place || place.Folder is not { } folder) return NtStatus.NotFound;
        if (place.Object is not null) return NtStatus.NameCollision;
        if (place.Stream is not null || place.Name.Length > 255) return NtStatus.InvalidName;
        if (!IsServed(ref caller, place.Share, RightToAdd(folder, type))) return NtStatus.AccessDenied;
        if (!May(caller, folder, null, RightToAdd(folder, type))) return NtStatus.AccessDenied;
        if (given?.Owner is { } owner && owner != caller.User) return NtStatus.PrivilegeNotHeld;
        if (given?.MandatoryLabel is { } label && !IntegrityCheck.Dominates(caller.IntegrityLevel, label.Sid))
            return NtStatus.PrivilegeNotHeld;
        var made = Made(type, folder, given, caller);
        if (made.HasAcls)
        {
            if (DescriptorCreation.Lower(made.Descriptor, caller, LowerLabel) is not { } descriptor)
                return NtStatus.PrivilegeNotHeld;
            made.Descriptor = descriptor;
        }

        Place(folder, place.Name, made);
        handle = new(made, desired ?? type.Mapping.All, share, (folder, place.Name), null, deleteOnClose);
        return NtStatus.Success;
    }

    /// <summary>
    /// Writes a file, a stream, a value: FILE_WRITE_DATA, KEY_SET_VALUE and their like, bit 2 of each.
    /// </summary>
    public static NtStatus Write(NtHandle handle, string content)
    {
        if (!handle.Granted.Contains(FileRights.WriteData)) return NtStatus.AccessDenied;
        handle.Target.Content = handle.Stream is null ? content : $"{handle.Target.Content};{handle.Stream}={content}";
        return NtStatus.Success;
    }

    /// <summary>
    /// FileDispositionInformationEx with FILE_DISPOSITION_POSIX_SEMANTICS: the name goes at once (MS-FSCC 2.4.11).
    /// </summary>
    public static NtStatus Delete(NtHandle handle)
    {
        if (!handle.Granted.Contains(AccessMask.Delete) || handle.Place is not { } place) return NtStatus.AccessDenied;
        if (handle.Target.Entries.Count > 0) return NtStatus.DirectoryNotEmpty;
        if (!place.Folder.Own.Remove(place.Name)) return NtStatus.NotFound;
        handle.Target.Names--;
        return NtStatus.Success;
    }

    /// <summary>
    /// FileRenameInformationEx (MS-FSA 2.1.5.15.11): DELETE on the handle, FILE_ADD_FILE or FILE_ADD_SUBDIRECTORY on
    /// the target's folder. The descriptor stays. What stands at the target must be deletable and shared for deleting;
    /// with FILE_RENAME_POSIX_SEMANTICS an empty folder can be replaced too.
    /// </summary>
    public NtStatus Rename(Token caller, NtHandle handle, string newPath, bool replace = true)
    {
        if (!handle.Granted.Contains(AccessMask.Delete) || handle.Place is not { } from) return NtStatus.AccessDenied;
        if (Walk(newPath, followLast: false) is not { } to || to.Folder is not { } folder || to.Stream is not null)
            return NtStatus.NotFound;
        if (VolumeOf(from.Folder) != VolumeOf(folder)) return NtStatus.NotSameDevice;
        if (!IsServed(ref caller, to.Share, RightToAdd(folder, handle.Target.Type))) return NtStatus.AccessDenied;
        if (!May(caller, folder, null, RightToAdd(folder, handle.Target.Type))) return NtStatus.AccessDenied;
        if (IsBelow(folder, handle.Target)) return NtStatus.InvalidParameter;
        if (to.Object is { } old && old != handle.Target
            && Displace(caller, old, folder, to.Name, replace) is not NtStatus.Success and var refused)
            return refused;
        from.Folder.Own.Remove(from.Name);
        folder.Own[to.Name] = handle.Target;
        if (string.Equals(handle.Target.Name, from.Name, StringComparison.OrdinalIgnoreCase))
            handle.Target.Name = to.Name;
        return NtStatus.Success;
    }

    /// <summary>
    /// FileLinkInformationEx (MS-FSA 2.1.5.15.6): FILE_WRITE_ATTRIBUTES on the file, which Windows 10 asks of callers
    /// below medium (J. Forshaw, <i>Between a Rock and a Hard Link</i>, 2015), FILE_ADD_FILE on the folder.
    /// </summary>
    public NtStatus Link(Token caller, NtHandle handle, string newPath, bool replace = false)
    {
        if (!handle.Granted.Contains(FileRights.WriteAttributes) || handle.Target.IsContainer)
            return NtStatus.AccessDenied;
        if (Walk(newPath, followLast: false) is not { } to
            || to.Folder is not { } folder || handle.Place is not { } from)
            return NtStatus.NotFound;
        if (VolumeOf(from.Folder) != VolumeOf(folder)) return NtStatus.NotSameDevice;
        if (!folder.HasAcls) return NtStatus.InvalidDeviceRequest;
        if (!IsServed(ref caller, to.Share, RightToAdd(folder, SecurableType.File))) return NtStatus.AccessDenied;
        if (!May(caller, folder, null, RightToAdd(folder, SecurableType.File))) return NtStatus.AccessDenied;
        if (to.Object is { } old
            && Displace(caller, old, folder, to.Name, replace) is not NtStatus.Success and var refused)
            return refused;
        folder.Own[to.Name] = handle.Target;
        handle.Target.Names++;
        return NtStatus.Success;
    }

    /// <summary>
    /// FSCTL_SET_REPARSE_POINT on an empty folder: FILE_WRITE_DATA or FILE_WRITE_ATTRIBUTES (MS-FSA 2.1.5.10.37).
    /// </summary>
    public static NtStatus SetLink(NtHandle handle, string target)
    {
        if (!handle.Granted.Overlaps(FileRights.WriteData | FileRights.WriteAttributes)) return NtStatus.AccessDenied;
        if (handle.Target.Entries.Count > 0) return NtStatus.DirectoryNotEmpty;
        handle.Target.LinkTarget = target;
        return NtStatus.Success;
    }

    /// <summary>
    /// NtSetSecurityObject with DACL_SECURITY_INFORMATION: WRITE_DAC. Without propagation, which is the work of a
    /// library.
    /// </summary>
    public static NtStatus SetDacl(NtHandle handle, Acl? dacl)
    {
        if (!handle.Granted.Contains(AccessMask.WriteDac)) return NtStatus.AccessDenied;
        if (!handle.Target.HasAcls) return NtStatus.InvalidDeviceRequest;
        handle.Target.Descriptor = handle.Target.Descriptor.WithDacl(dacl);
        return NtStatus.Success;
    }

    /// <summary>
    /// NtSetSecurityObject with LABEL_SECURITY_INFORMATION: WRITE_OWNER, and a level up to the caller's.
    /// </summary>
    public static NtStatus SetLabel(Token caller, NtHandle handle, Ace? label)
    {
        if (!handle.Granted.Contains(AccessMask.WriteOwner)) return NtStatus.AccessDenied;
        if (!handle.Target.HasAcls) return NtStatus.InvalidDeviceRequest;
        if (label is not null && !IntegrityCheck.Dominates(caller.IntegrityLevel, label.Sid))
            return NtStatus.PrivilegeNotHeld;
        handle.Target.Descriptor = OwnEntries.WithLabel(handle.Target.Descriptor, label);
        return NtStatus.Success;
    }

    /// <summary>By a share, it is the server that asks for the caller, and the share has its word too.</summary>
    private bool IsServed(ref Token caller, NtShare? share, AccessMask desired)
    {
        if (share is null) return true;
        caller = FileServer.Sees(caller, KeepsRemoteAdministrators);
        return AccessCheck.Check(caller, share.Descriptor, desired, SecurableType.File.Mapping).IsGranted;
    }

    /// <summary>True when the token gets every right that is asked for; the folder's word counts for files.</summary>
    private static bool May(Token caller, NtObject target, NtObject? folder, AccessMask desired)
    {
        if (desired.IsEmpty || Asked(caller, target, desired)) return !desired.IsEmpty;
        if (!target.IsFile || folder is null || !folder.IsFile) return false;
        AccessMask byFolder = default;
        if (desired.Contains(AccessMask.Delete) && Asked(caller, folder, DirectoryRights.DeleteChild))
            byFolder |= AccessMask.Delete;
        if (desired.Contains(FileRights.ReadAttributes) && Asked(caller, folder, DirectoryRights.List))
            byFolder |= FileRights.ReadAttributes;
        var rest = desired.Without(byFolder);
        return !byFolder.IsEmpty && (rest.IsEmpty || Asked(caller, target, rest));
    }

    private static bool Asked(Token caller, NtObject target, AccessMask desired) =>
        AccessCheck.Check(caller, target.Descriptor, desired, target.Type.Mapping).IsGranted;

    private static AccessMask RightToAdd(NtObject folder, SecurableType type)
    {
        if (folder.Type == SecurableType.RegistryKey) return KeyRights.CreateSubKey;
        if (folder.Type == SecurableType.WindowStation) return WindowStationRights.CreateDesktop;
        if (folder.Type == SecurableType.ObjectDirectory)
            return type == SecurableType.ObjectDirectory
                ? ObjectDirectoryRights.CreateSubdirectory
                : ObjectDirectoryRights.CreateObject;
        return type.IsContainer ? DirectoryRights.AddSubdirectory : DirectoryRights.AddFile;
    }

    /// <summary>Takes away what stands where a name is to go.</summary>
    private static NtStatus Displace(Token caller, NtObject old, NtObject folder, string name, bool replace)
    {
        if (!replace) return NtStatus.NameCollision;
        if (!May(caller, old, folder, AccessMask.Delete)) return NtStatus.AccessDenied;
        if (!NtHandle.IsShared(old, AccessMask.Delete, ShareMode.All)) return NtStatus.SharingViolation;
        if (old.Entries.Count > 0) return NtStatus.DirectoryNotEmpty;
        folder.Own.Remove(name);
        old.Names--;
        return NtStatus.Success;
    }

    private NtObject? VolumeOf(NtObject folder)
    {
        if (Find(@"\Device") is not { } devices) return null;
        return devices.Own.Values.FirstOrDefault(volume => IsBelow(folder, volume));
    }

    private static bool IsBelow(NtObject item, NtObject folder)
    {
        if (item == folder) return true;
        foreach (var child in folder.Own.Values)
            if (child.IsContainer && IsBelow(item, child)) return true;
        return false;
    }
}
