using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Workspace;

/// <summary>Moves an entry from folder to folder by handle: a rename, or copy and remove between volumes.</summary>
internal static class Mover
{
    /// <summary>
    /// Moves; never over something. What has moved has the access rights and the label of its new folder, and none of
    /// its own, which are not even read; files with other names, which may be outside, keep theirs.
    /// </summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    internal static void Move(Folder from, string name, Folder to, string newName)
    {
        var status = TryRename(from, name, to, newName);
        if (status == Ntdll.STATUS_NOT_SAME_DEVICE)
        {
            TreeCopy.Copy(from, name, to, newName);
            TreeRemoval.Remove(from.Handle, name);
        }
        else
        {
            Ntdll.Check(status, "NtSetInformationFile", from.Path.Combine(name).ToString());
        }

        Settle(to, newName);
    }

    /// <summary>
    /// Gives an entry, and all below it, what its folder passes on in place of what it had: a rename keeps the old
    /// rights. Killed in the middle, it is made again.
    /// </summary>
    internal static void Settle(Folder folder, string name) =>
        Inherit(folder, name, new NativeItem(folder.Path.Value, folder.Handle).Read());

    /// <summary>Renames, never over something; the status.</summary>
    internal static int TryRename(Folder from, string name, Folder to, string newName)
    {
        var status = OwnFile.Open(from.Handle, name, Kernel32.DELETE | Kernel32.FILE_READ_ATTRIBUTES, out var file);
        if (status < 0) return status;
        using (file) return Ntdll.Rename(file, to.Handle, newName);
    }

    private static void Inherit(Folder top, string name, SecurityDescriptor parent)
    {
        var open = new Stack<(Folder Folder, SecurityDescriptor Descriptor, Queue<string> Names)>();
        open.Push((top, parent, new([name])));
        try
        {
            while (open.TryPeek(out var at))
            {
                if (!at.Names.TryDequeue(out var next))
                {
                    open.Pop();
                    if (at.Folder != top) at.Folder.Dispose();
                }
                else if (InheritOne(at.Folder, next, at.Descriptor) is { } now)
                {
                    var below = at.Folder.OpenUnnamed(next)
                        ?? throw new IOException($"{at.Folder.Path}\\{next} cannot be opened");
                    var names = new Queue<string>();
                    open.Push((below, now, names));
                    foreach (var child in below.Names()) names.Enqueue(child);
                }
            }
        }
        finally
        {
            foreach (var (folder, _, _) in open)
                if (folder != top) folder.Dispose();
        }
    }

    /// <summary>What to pass on, when it is a folder to go into.</summary>
    private static SecurityDescriptor? InheritOne(Folder folder, string name, SecurityDescriptor parent)
    {
        var subject = $"{folder.Path}\\{name}";
        Ntdll.Check(Ntdll.OpenBelow(folder.Handle, name, Kernel32.FILE_READ_ATTRIBUTES, 0, Ntdll.FILE_OPEN,
            out var seen, waits: false),
            "NtCreateFile", subject);
        using (var item = new NativeItem(subject, seen))
            if (!item.IsFolder && item.Links > 1) return null;
        const uint rights = Kernel32.READ_CONTROL | Kernel32.WRITE_DAC
            | Kernel32.FILE_READ_ATTRIBUTES | Kernel32.WRITE_OWNER;
        Ntdll.Check(OwnFile.Open(folder.Handle, name, rights, out var file), "NtCreateFile", subject);
        using (var item = new NativeItem(subject, file))
        {
            var bare = item.ReadOwner() with
                { Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent, Dacl = Acl.Empty };
            var now = InheritanceWalk.Inherit(parent,
                InheritanceWalk.Inherit(parent, bare, item.IsFolder, ItemAccess.WriteDacl), item.IsFolder,
                ItemAccess.WriteLabel);
            item.WriteLabel(now);
            item.WriteDacl(now);
            return item.IsFolder && !item.IsLink ? now : null;
        }
    }
}
