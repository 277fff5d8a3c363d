using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Native;

/// <summary>ntdll.dll (winternl.h, ntifs.h): what Win32 cannot say.</summary>
internal static unsafe partial class Ntdll
{
    internal const uint OBJ_CASE_INSENSITIVE = 0x40, FILE_CREATE = 2,
        FILE_DIRECTORY_FILE = 1, FILE_DELETE_ON_CLOSE = 0x1000;
    internal const uint FILE_SYNCHRONOUS_IO_NONALERT = 0x20, FILE_OPEN_REPARSE_POINT = 0x200000;

    [LibraryImport("ntdll.dll")]
    private static partial int NtCreateFile(
        out FileHandle file, uint access, OBJECT_ATTRIBUTES* name,
        IO_STATUS_BLOCK* status, long* allocation, uint attributes, uint share,
        uint disposition, uint options, void* extended, uint extendedSize);

    [LibraryImport("ntdll.dll")]
    private static partial uint RtlNtStatusToDosError(int status);

    /// <summary>
    /// Makes a folder that the kernel removes when the handle is gone, however this process ends; Win32 needs two
    /// calls, between which it could stay behind.
    /// </summary>
    /// <param name="path">An absolute Win32 path without prefix.</param>
    /// <param name="security">Its descriptor.</param>
    internal static FileHandle CreateFleetingFolder(string path, SecurityDescriptor security)
    {
        Recorder.Call($"NtCreateFile({path}, new folder, delete on close, {security})");
        var name = @"\??\" + path;
        fixed (char* text = name)
        fixed (byte* bytes = security.ToBytes())
        {
            var counted = new UNICODE_STRING
                { Length = (ushort)(name.Length * 2), MaximumLength = (ushort)(name.Length * 2), Buffer = text };
            var attributes = new OBJECT_ATTRIBUTES
            {
                Length = (uint)sizeof(OBJECT_ATTRIBUTES), ObjectName = &counted,
                Attributes = OBJ_CASE_INSENSITIVE, SecurityDescriptor = bytes
            };
            IO_STATUS_BLOCK status;
            var result = NtCreateFile(
                out var file,
                Kernel32.DELETE | Kernel32.SYNCHRONIZE | Kernel32.READ_CONTROL | Kernel32.FILE_READ_ATTRIBUTES,
                &attributes, &status, null,
                Kernel32.FILE_ATTRIBUTE_HIDDEN, Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE, FILE_CREATE,
                FILE_DIRECTORY_FILE | FILE_DELETE_ON_CLOSE | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_REPARSE_POINT,
                null, 0);
            if (result < 0)
            {
                file.SetHandleAsInvalid();
                NativeException.CheckCode((int)RtlNtStatusToDosError(result), nameof(NtCreateFile), path);
            }

            Recorder.Made(file);
            return file;
        }
    }
}
