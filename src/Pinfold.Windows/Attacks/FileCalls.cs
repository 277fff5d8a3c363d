using System.Text;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>Calls on files that many attacks make, and what the host sees of them.</summary>
internal static class FileCalls
{
    internal const uint NoFollow = Kernel32.FILE_FLAG_OPEN_REPARSE_POINT | Kernel32.FILE_FLAG_BACKUP_SEMANTICS;

    /// <summary>
    /// Of FILE_INFO_BY_HANDLE_CLASS (minwinbase.h since Windows 10 1607; mingw-w64 hides them behind a version that
    /// cannot be).
    /// </summary>
    internal const int FileDispositionInfoEx = 21, FileRenameInfoEx = 22;

    /// <summary>The path by the system's own share of its drive.</summary>
    internal static string Share(string path) => $@"\\localhost\{path[0]}${path[2..]}";

    /// <summary>Opens for appending and, if that was allowed, writes.</summary>
    internal static void Fill(Attempt a, string path, uint disposition = Kernel32.OPEN_EXISTING)
    {
        var file = Kernel32.Open(path, Kernel32.FILE_APPEND_DATA | Kernel32.SYNCHRONIZE, disposition);
        if (a.TryFile("CreateFileW", file))
            a.Try("WriteFile", Kernel32.Write(file, Encoding.UTF8.GetBytes(Scene.Mark)) ? 1 : 0);
    }

    /// <summary>Makes a file that must not be there.</summary>
    internal static void Create(Attempt a, string path) => Fill(a, path, Kernel32.CREATE_NEW);

    /// <summary>Makes a file in the workspace, which the attack needs.</summary>
    internal static string Prepare(string path, string text = Scene.Mark)
    {
        File.WriteAllText(path, text);
        return path;
    }

    internal static void Read(Attempt a, string path, uint flags = 0)
    {
        var file = Kernel32.Open(path, Kernel32.FILE_READ_DATA | Kernel32.SYNCHRONIZE, flags: flags);
        if (a.TryFile("CreateFileW", file)) a.Got(Kernel32.Text(file));
    }

    internal static void Move(Attempt a, string from, string to, uint flags = 0) =>
        a.Try("MoveFileExW", Kernel32.MoveFileExW(from, to, flags));

    internal static void Delete(Attempt a, string path) => a.Try("DeleteFileW", Kernel32.DeleteFileW(path));

    /// <summary>A rename that goes over open files (FILE_RENAME_INFO with POSIX semantics).</summary>
    internal static int MovePosix(nint file, string to)
    {
        const int HeaderSize = 20; // FILE_RENAME_INFO up to FileName (winbase.h)
        var name = Encoding.Unicode.GetBytes(to);
        var value = new byte[HeaderSize + name.Length + 4];
        BitConverter.TryWriteBytes(value,
            Kernel32.FILE_RENAME_FLAG_REPLACE_IF_EXISTS | Kernel32.FILE_RENAME_FLAG_POSIX_SEMANTICS);
        BitConverter.TryWriteBytes(value.AsSpan(16), name.Length);
        name.CopyTo(value, HeaderSize);
        return Kernel32.Set(file, FileRenameInfoEx, value);
    }

    /// <summary>Turns a folder into a junction; 0 when that is refused.</summary>
    internal static int ToJunction(nint folder, string target)
    {
        var (substitute, shown) = (Encoding.Unicode.GetBytes(@"\??\" + target), Encoding.Unicode.GetBytes(target));
        using var stream = new MemoryStream();
        using var data = new BinaryWriter(stream); // REPARSE_DATA_BUFFER with a mount point (ntifs.h)
        data.Write(Kernel32.IO_REPARSE_TAG_MOUNT_POINT);
        data.Write((ushort)(8 + substitute.Length + 2 + shown.Length + 2));
        data.Write((ushort)0);
        data.Write((ushort)0);
        data.Write((ushort)substitute.Length);
        data.Write((ushort)(substitute.Length + 2));
        data.Write((ushort)shown.Length);
        data.Write(substitute);
        data.Write((ushort)0);
        data.Write(shown);
        data.Write((ushort)0);
        data.Flush();
        return Kernel32.Control(folder, Kernel32.FSCTL_SET_REPARSE_POINT, stream.ToArray());
    }

    /// <summary>Makes a junction in a place that is the attacker's own.</summary>
    internal static void Junction(string path, string target)
    {
        Attempt.Need("CreateDirectoryW", Kernel32.MakeFolder(path));
        var folder = Attempt.NeedFile("CreateFileW", Kernel32.Open(path, Kernel32.GENERIC_WRITE, flags: NoFollow));
        var ok = ToJunction(folder, target);
        var error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        _ = Kernel32.CloseHandle(folder);
        System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
        Attempt.Need("FSCTL_SET_REPARSE_POINT", ok);
    }

    /// <summary>The short name of a path, which the disk has to have.</summary>
    internal static unsafe string Short(string path)
    {
        var buffer = stackalloc char[1024];
        var length = (int)Kernel32.GetShortPathNameW(path, buffer, 1024);
        Attempt.Need("GetShortPathNameW", length);
        return new(buffer, 0, length);
    }

    /// <summary>
    /// A file by its volume's GUID. Works for a file that may not be read: names are seen through its folder.
    /// </summary>
    internal static string ByVolume(string path)
    {
        var folder = Attempt.NeedFile("CreateFileW",
            Kernel32.Open(Path.GetPathRoot(path)!, 0, flags: Kernel32.FILE_FLAG_BACKUP_SEMANTICS));
        var root = Kernel32.FinalPath(folder, Kernel32.VOLUME_NAME_GUID)
            ?? throw new InvalidOperationException("the volume has no GUID here");
        return root + path[3..];
    }

    /// <summary>The number of a file on its volume.</summary>
    internal static long IdOf(string path)
    {
        using var item = NativeSecurityStore.OpenItem(@"\\?\" + path, ItemAccess.Read)
            ?? throw new FileNotFoundException(path);
        return unchecked((long)(ulong)item.Identity.File);
    }

    internal static Func<Scene, bool> Marked(string relative) =>
        s => s.Text(relative)?.Contains(Scene.Mark.Trim(), StringComparison.Ordinal) == true;

    internal static Func<Scene, bool> There(string relative) => s => s.IsThere(relative);

    internal static Func<Scene, bool> Gone(string relative) => s => !s.IsThere(relative);

    /// <summary>A stream, which no listing shows.</summary>
    internal static bool CanOpen(string path)
    {
        var file = Kernel32.Open(path, Kernel32.GENERIC_READ);
        return file != -1 && Kernel32.CloseHandle(file) != 0;
    }

    internal static bool IsJunction(Scene scene, string relative) =>
        new DirectoryInfo(scene.At(relative)) is { Exists: true } folder
            && folder.Attributes.HasFlag(FileAttributes.ReparsePoint);

    internal static bool IsOpenToAll(Scene scene, string relative)
    {
        using var item = new NativeSecurityStore().Open(@"\\?\" + scene.At(relative), ItemAccess.Read);
        return item!.Read().Dacl?.Aces.Any(e => e.Sid == Core.WindowsModel.WellKnownSids.Everyone) == true;
    }

    /// <summary>A descriptor that gives everybody everything.</summary>
    internal static byte[] OpenToAll { get; } = Core.WindowsModel.SecurityDescriptor.Parse("D:P(A;;GA;;;WD)").ToBytes();
}
