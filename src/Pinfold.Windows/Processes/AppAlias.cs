using System.Buffers.Binary;
using System.Text;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// App execution aliases: empty files in <c>WindowsApps</c> whose reparse data name a package's program (tag
/// IO_REPARSE_TAG_APPEXECLINK; its content is not documented: the number 3, then the package, the entry point, the
/// program and a digit, each ended by NUL).
/// </summary>
/// <param name="Package">The package's family name.</param>
/// <param name="Program">The program's full path.</param>
public sealed record AppAlias(string Package, string Program)
{
    private const int Header = 8, VersionBytes = 4, Version = 3;
    private const string Installer = "Microsoft.DesktopAppInstaller_";

    /// <summary>True for the advertisement that stands where python is not installed.</summary>
    public bool IsStub => Package.StartsWith(Installer, StringComparison.OrdinalIgnoreCase)
        && !Program.EndsWith(@"\winget.exe", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads reparse data, tag first; null when they are of another kind or not understood.</summary>
    public static AppAlias? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < Header + VersionBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(data) != Kernel32.IO_REPARSE_TAG_APPEXECLINK)
            return null;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(data[4..]);
        if (length < VersionBytes || length % 2 != 0 || Header + length > data.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(data[Header..]) != Version)
            return null;
        var parts = Encoding.Unicode.GetString(data.Slice(Header + VersionBytes, length - VersionBytes)).Split('\0');
        // a program that no NUL ends is cut off
        return parts is [{ Length: > 0 } package, _, { Length: > 0 } program, _, ..] ? new(package, program) : null;
    }

    /// <summary>What is at <paramref name="path"/>, an absolute path without prefix.</summary>
    internal static ProgramKind KindOf(string path)
    {
        if (!File.Exists(path)) return ProgramKind.None;
        if (!File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint)) return ProgramKind.File;
        return At(path) is { } alias ? alias.IsStub ? ProgramKind.Stub : ProgramKind.Alias : ProgramKind.File;
    }

    /// <summary>The alias at <paramref name="path"/>; null when it is another kind of file or link.</summary>
    internal static AppAlias? At(string path)
    {
        using var file = Kernel32.CreateFile(
            path, Kernel32.FILE_READ_ATTRIBUTES, Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.OPEN_EXISTING,
            Kernel32.FILE_FLAG_OPEN_REPARSE_POINT | Kernel32.FILE_FLAG_BACKUP_SEMANTICS);
        var tag = Kernel32.Information<FILE_ATTRIBUTE_TAG_INFO>(file, Kernel32.FileAttributeTagInfo);
        return tag.ReparseTag == Kernel32.IO_REPARSE_TAG_APPEXECLINK ? Read(Kernel32.ReparseData(file)) : null;
    }
}
