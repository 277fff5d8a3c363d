using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.Workspace;

/// <summary>Moves an entry from folder to folder by handle: a rename, or copy and remove between volumes.</summary>
internal static class Mover
{
    /// <summary>Moves; never over something. What has moved has the access rights and the label of its new folder, and none of its own.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    internal static void Move(Folder from, string name, Folder to, string newName)
    {
        var status = TryRename(from, name, to, newName);
        if (status == Ntdll.STATUS_ACCESS_DENIED)
        {
            Open(from, name);
            status = TryRename(from, name, to, newName);
        }

        if (status == Ntdll.STATUS_NOT_SAME_DEVICE)
        {
            TreeCopy.Copy(from, name, to, newName);
            if (from.Look(name)?.Kind == PathKind.Directory) TreeRemoval.Remove(WindowsPath.ToExtended(from.Path.Combine(name)));
            else File.Delete(WindowsPath.ToExtended(from.Path.Combine(name)));
        }
        else
        {
            Ntdll.Check(status, "NtSetInformationFile", from.Path.Combine(name).ToString());
        }

        Inherit(to, newName, new NativeItem(to.Path.Value, to.Handle).Read());
    }

    /// <summary>Renames, never over something; the status.</summary>
    internal static int TryRename(Folder from, string name, Folder to, string newName)
    {
        var status = Ntdll.OpenBelow(from.Handle, name, Kernel32.DELETE | Kernel32.FILE_READ_ATTRIBUTES, 0, Ntdll.FILE_OPEN, out var file);
        if (status < 0) return status;
        using (file) return Ntdll.Rename(file, to.Handle, newName);
    }

    /// <summary>Gives the user, who owns it, all rights to an entry that is closed to him.</summary>
    private static void Open(Folder folder, string name)
    {
        if (Ntdll.OpenBelow(folder.Handle, name, Kernel32.READ_CONTROL | Kernel32.WRITE_DAC | Kernel32.FILE_READ_ATTRIBUTES, 0, Ntdll.FILE_OPEN, out var file) < 0) return;
        using var item = new NativeItem(name, file);
        using var token = Advapi32.OpenToken(-1, Advapi32.TOKEN_QUERY);
        var all = new Ace(AceType.Allowed, SecurableType.File.Mapping.All, TokenFacts.Read(token).User);
        item.WriteDacl(item.Read().WithDacl(new Acl(all)));
    }

    private static void Inherit(Folder folder, string name, SecurityDescriptor parent)
    {
        const uint rights = Kernel32.READ_CONTROL | Kernel32.WRITE_DAC | Kernel32.FILE_READ_ATTRIBUTES;
        var status = Ntdll.OpenBelow(folder.Handle, name, rights | Kernel32.WRITE_OWNER, 0, Ntdll.FILE_OPEN, out var file);
        if (status == Ntdll.STATUS_ACCESS_DENIED)
        {
            Open(folder, name);
            status = Ntdll.OpenBelow(folder.Handle, name, rights | Kernel32.WRITE_OWNER, 0, Ntdll.FILE_OPEN, out file);
        }

        Ntdll.Check(status, "NtCreateFile", folder.Path.Combine(name).ToString());
        SecurityDescriptor now;
        using (var item = new NativeItem(name, file))
        {
            var bare = item.Read() with { Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent, Dacl = Acl.Empty, Sacl = null };
            now = InheritanceWalk.Inherit(parent, InheritanceWalk.Inherit(parent, bare, item.IsFolder, ItemAccess.WriteDacl), item.IsFolder, ItemAccess.WriteLabel);
            item.WriteLabel(now);
            item.WriteDacl(now);
            if (!item.IsFolder || item.IsLink) return;
        }

        using var below = folder.OpenUnnamed(name) ?? throw new IOException($"{folder.Path.Combine(name)} cannot be opened");
        foreach (var child in below.Names()) Inherit(below, child, now);
    }
}
