using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Workspace;

/// <summary>
/// Copies an entry and all below it by handle. A link stops it, and other streams of a file are left behind.
/// </summary>
internal static class TreeCopy
{
    private const int BlockBytes = 1 << 17, MaxDepth = 500;

    internal static void Copy(Folder from, string name, Folder to, string newName, int depth = 0)
    {
        var subject = $"{from.Path}\\{OsText.Display(name)}";
        if (depth > MaxDepth) throw new AuditException($"{subject} is deeper than {MaxDepth} folders");
        if (from.Look(name)?.Kind is not (PathKind.File or PathKind.Directory) and var kind)
            throw new IOException(
                $"{subject} is {(kind is null ? "gone" : "a link")}, which is not copied to another volume");
        if (from.Look(name)?.Kind == PathKind.File)
        {
            File(from, name, to, newName, subject);
            return;
        }

        Ntdll.Check(Ntdll.OpenBelow(to.Handle, newName, Kernel32.FILE_READ_ATTRIBUTES, Ntdll.FILE_DIRECTORY_FILE,
            Ntdll.FILE_CREATE, out var made),
            "NtCreateFile", subject);
        made.Dispose();
        using var source = from.OpenUnnamed(name) ?? throw new IOException($"{subject} cannot be opened");
        using var target = to.OpenUnnamed(newName) ?? throw new IOException($"the copy of {subject} cannot be opened");
        foreach (var child in source.Names()) Copy(source, child, target, child, depth + 1);
    }

    private static void File(Folder from, string name, Folder to, string newName, string subject)
    {
        Ntdll.Check(Ntdll.OpenBelow(from.Handle, name, Kernel32.FILE_READ_DATA, Ntdll.FILE_NON_DIRECTORY_FILE,
            Ntdll.FILE_OPEN, out var source),
            "NtCreateFile", subject);
        using (source)
        {
            if (new NativeItem(subject, source).ReparseTag != 0)
                throw new IOException(
                    $"{subject} is kept elsewhere (deduplicated, or in a cloud), and is not copied to another volume");
            Ntdll.Check(
                Ntdll.OpenBelow(to.Handle, newName, Kernel32.GENERIC_WRITE, Ntdll.FILE_NON_DIRECTORY_FILE,
                    Ntdll.FILE_CREATE, out var target),
                "NtCreateFile", subject);
            using (target)
            {
                using var input = new SafeFileHandle(source.DangerousGetHandle(), ownsHandle: false);
                using var output = new SafeFileHandle(target.DangerousGetHandle(), ownsHandle: false);
                var block = new byte[BlockBytes];
                long at = 0;
                for (int got; (got = RandomAccess.Read(input, block, at)) > 0; at += got)
                    RandomAccess.Write(output, block.AsSpan(0, got), at);
            }
        }
    }
}
