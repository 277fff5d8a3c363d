using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: handles and memory. Prototypes from the Win32 documentation and winbase.h.</summary>
internal static unsafe partial class Kernel32
{
    internal const uint HANDLE_FLAG_INHERIT = 1, DUPLICATE_SAME_ACCESS = 2,
        FILE_TYPE_DISK = 1, FILE_TYPE_CHAR = 2, FILE_TYPE_PIPE = 3;
    internal const int ERROR_FILE_NOT_FOUND = 2, ERROR_PATH_NOT_FOUND = 3,
        ERROR_ACCESS_DENIED = 5, ERROR_NO_MORE_FILES = 18;
    internal const int ERROR_SHARING_VIOLATION = 32, ERROR_BROKEN_PIPE = 109,
        ERROR_INSUFFICIENT_BUFFER = 122, ERROR_ALREADY_EXISTS = 183;
    internal const int ERROR_MORE_DATA = 234, ERROR_NOT_A_REPARSE_POINT = 4390,
        ERROR_FILE_EXISTS = 80, ERROR_INVALID_SECURITY_DESCR = 1338;

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int CloseHandle(nint handle);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial nint LocalFree(nint memory);

    [LibraryImport("kernel32.dll")]
    internal static partial nint GetCurrentProcess();

    [LibraryImport("kernel32.dll")]
    internal static partial uint GetCurrentProcessId();

    [LibraryImport("kernel32.dll")]
    internal static partial uint GetCurrentThreadId();

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial nint GetStdHandle(uint which);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int SetHandleInformation(nint handle, uint mask, uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int DuplicateHandle(
        nint fromProcess, nint from, nint toProcess, out FileHandle to, uint access, int inherit, uint options);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial uint GetFileType(FileHandle file);

    /// <summary>
    /// An inheritable copy of a handle of another process, which is opened with PROCESS_DUP_HANDLE. Null for what is no
    /// file, pipe or device.
    /// </summary>
    internal static FileHandle? CopyOf(ProcessHandle process, nint handle)
    {
        Recorder.Call($"DuplicateHandle({process}, inheritable)");
        var ok = DuplicateHandle(process.DangerousGetHandle(), handle, GetCurrentProcess(), out var copy, 0, 1,
            DUPLICATE_SAME_ACCESS);
        if (ok == 0) copy.SetHandleAsInvalid();
        NativeException.Check(ok, nameof(DuplicateHandle));
        Recorder.Made(copy);
        if (GetFileType(copy) is FILE_TYPE_DISK or FILE_TYPE_CHAR or FILE_TYPE_PIPE) return copy;
        copy.Dispose();
        return null;
    }

    /// <summary>An inheritable copy of one of this process's handles; the original stays as it is.</summary>
    internal static FileHandle InheritableCopy(nint handle)
    {
        Recorder.Call($"DuplicateHandle(own, inheritable)");
        var ok = DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), out var copy, 0, 1,
            DUPLICATE_SAME_ACCESS);
        if (ok == 0) copy.SetHandleAsInvalid();
        NativeException.Check(ok, nameof(DuplicateHandle));
        Recorder.Made(copy);
        return copy;
    }
}
