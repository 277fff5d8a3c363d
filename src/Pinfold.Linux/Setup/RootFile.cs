using System.Runtime.InteropServices;
using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>Files of root in trusted folders, written whole or not at all.</summary>
internal static unsafe class RootFile
{
    internal const int MaxBytes = 256 << 20;
    private const int RegularFile = 0x8000, ModeBits = 0xfff;

    /// <summary>True when the file is there, is root's, and has this mode and hash.</summary>
    internal static bool Is(string path, uint mode, string sha256)
    {
        using var folder = TrustedFolder.Open(Folder(path));
        if (folder is null || TrustedFolder.Look(folder, Name(path), path) is not { } stat) return false;
        return stat.Kind == RegularFile && stat is { Uid: 0, Gid: 0 } && (uint)(stat.Mode & ModeBits) == mode
            && Sha256.Hex(File.ReadAllBytes(path)) == sha256;
    }

    /// <summary>Writes it beside its place, to the disk, and renames it.</summary>
    internal static void Write(string path, uint mode, ReadOnlySpan<byte> bytes, uint uid = 0, uint gid = 0)
    {
        using var folder = TrustedFolder.Need(Folder(path));
        var (name, next) = (Name(path), Name(Next(path)));
        TrustedFolder.Remove(folder, next, path, isFolder: false);
        using (var file = Create(folder, next, path))
        {
            file.WriteAll(bytes, path);
            LinuxException.Check(Libc.Fchown(file.Number, uid, gid), "fchown", path);
            LinuxException.Check(Libc.Fchmod(file.Number, mode), "fchmod", path);
            LinuxException.Check(Libc.Fsync(file.Number), "fsync", path);
        }

        fixed (byte* from = OsText.Encode(next + "\0"), to = OsText.Encode(name + "\0"))
            LinuxException.Check(Libc.RenameAt(folder.Number, from, folder.Number, to), "renameat", path);
        LinuxException.Check(Libc.Fsync(folder.Number), "fsync", path);
    }

    /// <summary>Removes it, and what a write that was cut off left beside it.</summary>
    internal static void Remove(string path)
    {
        using var folder = TrustedFolder.Open(Folder(path));
        if (folder is null) return;
        TrustedFolder.Remove(folder, Name(Next(path)), path, isFolder: false);
        TrustedFolder.Remove(folder, Name(path), path, isFolder: false);
        LinuxException.Check(Libc.Fsync(folder.Number), "fsync", path);
    }

    internal static string Folder(string path) => path[..Math.Max(1, path.LastIndexOf('/'))];

    internal static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>What is written before it gets the file's name.</summary>
    internal static string Next(string path) => $"{Folder(path)}/.{Name(path)}.new";

    private static Descriptor Create(Descriptor folder, string name, string path)
    {
        fixed (byte* text = OsText.Encode(name + "\0"))
            return new(LinuxException.Check(Libc.OpenAt(folder.Number, text,
                Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0x180), "openat", path));
    }
}
