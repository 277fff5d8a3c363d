using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: files by handle (fileapi.h, minwinbase.h, winnt.h, winioctl.h).</summary>
internal static unsafe partial class Kernel32
{
    internal const uint GENERIC_READ = 0x80000000, GENERIC_WRITE = 0x40000000, DELETE = 0x10000, READ_CONTROL = 0x20000;
    internal const uint WRITE_DAC = 0x40000, WRITE_OWNER = 0x80000, SYNCHRONIZE = 0x100000;
    internal const uint FILE_READ_DATA = 1, FILE_LIST_DIRECTORY = 1,
        FILE_READ_ATTRIBUTES = 0x80, FILE_WRITE_ATTRIBUTES = 0x100, FILE_TRAVERSE = 0x20;
    internal const uint FILE_SHARE_READ = 1, FILE_SHARE_WRITE = 2, FILE_SHARE_DELETE = 4, FILE_SHARE_VALID_FLAGS = 7;
    internal const uint CREATE_NEW = 1, CREATE_ALWAYS = 2, OPEN_EXISTING = 3, OPEN_ALWAYS = 4;
    internal const uint FILE_FLAG_BACKUP_SEMANTICS = 0x02000000,
        FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000, FILE_FLAG_DELETE_ON_CLOSE = 0x04000000;
    internal const uint FILE_FLAG_WRITE_THROUGH = 0x80000000, FILE_FLAG_OVERLAPPED = 0x40000000;
    internal const uint FILE_ATTRIBUTE_DIRECTORY = 0x10, FILE_ATTRIBUTE_REPARSE_POINT = 0x400,
        FILE_ATTRIBUTE_HIDDEN = 2, FILE_ATTRIBUTE_READONLY = 1, FILE_ATTRIBUTE_NORMAL = 0x80;
    internal const uint FILE_PERSISTENT_ACLS = 8, FILE_NAME_NORMALIZED = 0, VOLUME_NAME_DOS = 0;
    internal const int FileBasicInfo = 0, FileStandardInfo = 1,
        FileDispositionInfo = 4, FileAttributeTagInfo = 9, FileIdInfo = 18;
    internal const uint FSCTL_GET_REPARSE_POINT = 0x900A8,
        MAXIMUM_REPARSE_DATA_BUFFER_SIZE = 16384, LOCKFILE_EXCLUSIVE_LOCK = 2;
    internal const uint IO_REPARSE_TAG_SYMLINK = 0xA000000C,
        IO_REPARSE_TAG_MOUNT_POINT = 0xA0000003, IO_REPARSE_TAG_APPEXECLINK = 0x8000001B;

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial FileHandle CreateFileW(
        string name, uint access, uint share, SECURITY_ATTRIBUTES* security,
        uint disposition, uint flags, nint template);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int CreateDirectoryW(string name, SECURITY_ATTRIBUTES* security);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetFileInformationByHandleEx(FileHandle file, int kind, void* buffer, uint size);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int SetFileInformationByHandle(FileHandle file, int kind, void* buffer, uint size);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial uint GetFinalPathNameByHandleW(FileHandle file, char* buffer, uint characters, uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetVolumeInformationByHandleW(
        FileHandle file, char* name, uint nameSize, uint* serial,
        uint* componentLength, uint* flags, char* fileSystem, uint fileSystemSize);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int DeviceIoControl(
        FileHandle file, uint code, void* input, uint inputSize,
        void* output, uint outputSize, uint* returned, void* overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int LockFileEx(SafeHandle file, uint flags, uint reserved, uint lowLength, uint highLength,
        OVERLAPPED* overlapped);

    /// <summary>
    /// Waits until no other process has the file locked, and locks it until it is closed. Content can be read and
    /// written all the same.
    /// </summary>
    internal static void Lock(SafeHandle file)
    {
        Recorder.Call($"LockFileEx({file})");
        var place = new OVERLAPPED { OffsetHigh = 0x40000000 }; // far behind the content
        NativeException.Check(LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &place), nameof(LockFileEx));
    }

    /// <summary>
    /// Opens or makes a file, in which case it gets <paramref name="security"/>; a folder needs
    /// FILE_FLAG_BACKUP_SEMANTICS.
    /// </summary>
    internal static FileHandle CreateFile(string name, uint access, uint share, uint disposition, uint flags,
        SecurityDescriptor? security = null)
    {
        Recorder.Call(
            $"CreateFileW({name}, access {access:x}, share {share:x}, disposition {disposition}, flags {flags:x})");
        fixed (byte* bytes = security?.ToBytes())
        {
            var attributes = new SECURITY_ATTRIBUTES
                { nLength = (uint)sizeof(SECURITY_ATTRIBUTES), lpSecurityDescriptor = bytes };
            var file = CreateFileW(name, access, share, security is null ? null : &attributes, disposition, flags, 0);
            return NativeException.Check(file, nameof(CreateFileW), name);
        }
    }

    /// <summary>Makes a folder; one that exists is an error.</summary>
    internal static void CreateDirectory(string name, SecurityDescriptor? security = null)
    {
        Recorder.Call($"CreateDirectoryW({name}, {security})");
        fixed (byte* bytes = security?.ToBytes())
        {
            var attributes = new SECURITY_ATTRIBUTES
                { nLength = (uint)sizeof(SECURITY_ATTRIBUTES), lpSecurityDescriptor = bytes };
            NativeException.Check(CreateDirectoryW(name, security is null ? null : &attributes),
                nameof(CreateDirectoryW), name);
        }
    }

    /// <summary>One of the fixed-size kinds of GetFileInformationByHandleEx.</summary>
    internal static T Information<T>(FileHandle file, int kind)
        where T : unmanaged
    {
        Recorder.Call($"GetFileInformationByHandleEx({file}, {typeof(T).Name})");
        T value;
        NativeException.Check(GetFileInformationByHandleEx(file, kind, &value, (uint)sizeof(T)),
            nameof(GetFileInformationByHandleEx));
        return value;
    }

    /// <summary>FILE_DISPOSITION_INFO: the file goes with its last handle, or no longer does.</summary>
    internal static void DeleteOnClose(FileHandle file, bool delete)
    {
        Recorder.Call($"SetFileInformationByHandle({file}, FILE_DISPOSITION_INFO {delete})");
        var value = new FILE_DISPOSITION_INFO { DeleteFile = (byte)(delete ? 1 : 0) };
        NativeException.Check(
            SetFileInformationByHandle(file, FileDispositionInfo, &value, (uint)sizeof(FILE_DISPOSITION_INFO)),
            nameof(SetFileInformationByHandle));
    }

    /// <summary>FILE_BASIC_INFO: other attributes; no time changes.</summary>
    internal static void SetAttributes(FileHandle file, uint attributes)
    {
        Recorder.Call($"SetFileInformationByHandle({file}, FILE_BASIC_INFO {attributes:x})");
        var value = new FILE_BASIC_INFO { FileAttributes = attributes };
        NativeException.Check(SetFileInformationByHandle(file, FileBasicInfo, &value, (uint)sizeof(FILE_BASIC_INFO)),
            nameof(SetFileInformationByHandle));
    }

    /// <summary>
    /// The path by which the kernel knows the file, behind every link, with its drive letter: <c>\\?\C:\…</c>.
    /// </summary>
    internal static string FinalPath(FileHandle file)
    {
        Recorder.Call($"GetFinalPathNameByHandleW({file})");
        const int Most = 32768;
        var buffer = new char[Most];
        fixed (char* to = buffer)
        {
            var length = GetFinalPathNameByHandleW(file, to, Most, FILE_NAME_NORMALIZED | VOLUME_NAME_DOS);
            NativeException.Check((int)length, nameof(GetFinalPathNameByHandleW));
            return new(buffer, 0, (int)length);
        }
    }

    /// <summary>
    /// The flags of the file's volume, FILE_PERSISTENT_ACLS among them, and the name of its file system.
    /// </summary>
    internal static (uint Flags, string FileSystem) Volume(FileHandle file)
    {
        Recorder.Call($"GetVolumeInformationByHandleW({file})");
        uint flags;
        var name = stackalloc char[261];
        NativeException.Check(GetVolumeInformationByHandleW(file, null, 0, null, null, &flags, name, 261),
            nameof(GetVolumeInformationByHandleW));
        return (flags, new(name));
    }

    /// <summary>The reparse data, tag first.</summary>
    internal static byte[] ReparseData(FileHandle file)
    {
        Recorder.Call($"DeviceIoControl({file}, FSCTL_GET_REPARSE_POINT)");
        var buffer = new byte[MAXIMUM_REPARSE_DATA_BUFFER_SIZE];
        uint length;
        fixed (byte* to = buffer)
        {
            NativeException.Check(
                DeviceIoControl(file, FSCTL_GET_REPARSE_POINT, null, 0, to,
                    MAXIMUM_REPARSE_DATA_BUFFER_SIZE, &length, null),
                nameof(DeviceIoControl));
        }

        return buffer[..(int)length];
    }
}
