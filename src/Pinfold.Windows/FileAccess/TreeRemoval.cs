using Pinfold.Windows.Native;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// Removes entries in which a command wrote, so that anything may be there, and may change meanwhile: each name is
/// opened from the handle of its folder, and what was opened is removed by that handle, so that nothing outside is
/// reached.
/// </summary>
internal static class TreeRemoval
{
    private const uint ToRemove = Kernel32.DELETE | Kernel32.FILE_READ_ATTRIBUTES;

    /// <summary>
    /// Removes an entry and all below it: links are removed, not followed, and marks against deleting are taken away.
    /// </summary>
    /// <param name="path">With the prefix <c>\\?\</c>; no folder above it is a link.</param>
    /// <exception cref="IOException">Something cannot be removed; what was not reached before stays too.</exception>
    internal static void Remove(string path)
    {
        var end = path.LastIndexOf('\\');
        var parent = path[end - 1] == ':' ? path[..(end + 1)] : path[..end];
        using var folder = NativeSecurityStore.OpenItem(parent, ItemAccess.Read, Kernel32.FILE_TRAVERSE)
            ?? throw new DirectoryNotFoundException($"{parent} is not there");
        Remove(folder.Handle, path[(end + 1)..]);
    }

    /// <summary>As above, the entry <paramref name="name"/> of an open folder.</summary>
    internal static void Remove(FileHandle folder, string name)
    {
        var open = new Stack<(FileHandle Item, Queue<string> Below)>();
        try
        {
            Ntdll.Check(Enter(folder, name, open), "NtCreateFile", name);
            while (open.TryPeek(out var at))
            {
                if (at.Below.TryDequeue(out var child))
                {
                    if (Enter(at.Item, child, open) is < 0
                        and not (Ntdll.STATUS_OBJECT_NAME_NOT_FOUND or Ntdll.STATUS_DELETE_PENDING) and var status)
                        Ntdll.Check(status, "NtCreateFile", child);
                    continue;
                }

                Kernel32.DeleteOnClose(at.Item, delete: true);
                open.Pop();
                at.Item.Dispose();
            }
        }
        finally
        {
            foreach (var (item, _) in open) item.Dispose();
        }
    }

    private static int Enter(FileHandle folder, string name, Stack<(FileHandle Item, Queue<string> Below)> open)
    {
        var access = ToRemove;
        var status = OwnFile.Open(folder, name, access, out var file);
        if (status >= 0 && Attributes(file) is var seen && (IsReadOnly(seen) || IsFolder(seen)))
        {
            file.Dispose();
            if (IsReadOnly(seen)) access |= Kernel32.FILE_WRITE_ATTRIBUTES;
            if (IsFolder(seen)) access |= Kernel32.FILE_LIST_DIRECTORY | Kernel32.FILE_TRAVERSE;
            status = OwnFile.Open(folder, name, access, out file);
        }

        if (status < 0) return status;
        var below = new Queue<string>();
        open.Push((file, below));
        var now = Attributes(file); // another may have the name by now
        if (IsReadOnly(now)) Kernel32.SetAttributes(file, Kernel32.FILE_ATTRIBUTE_NORMAL);
        if (IsFolder(now)) Kernel32.List(file, (child, _, _) => below.Enqueue(child));
        return status;
    }

    private static FILE_ATTRIBUTE_TAG_INFO Attributes(FileHandle file) =>
        Kernel32.Information<FILE_ATTRIBUTE_TAG_INFO>(file, Kernel32.FileAttributeTagInfo);

    private static bool IsReadOnly(in FILE_ATTRIBUTE_TAG_INFO of) =>
        (of.FileAttributes & Kernel32.FILE_ATTRIBUTE_READONLY) != 0;

    private static bool IsFolder(in FILE_ATTRIBUTE_TAG_INFO of) =>
        (of.FileAttributes & Kernel32.FILE_ATTRIBUTE_DIRECTORY) != 0 && !NativeItem.LeadsElsewhere(of);
}
