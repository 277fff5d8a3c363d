using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>
/// kernel32.dll, for attacks: what a hostile program would call. Handles are plain numbers and nothing throws, since a
/// refusal is the result; an attempt's process ends with it.
/// </summary>
internal static unsafe partial class Kernel32
{
    internal const uint FILE_WRITE_DATA = 2, FILE_APPEND_DATA = 4, FILE_ADD_FILE = 2,
        FILE_DELETE_CHILD = 0x40, MAXIMUM_ALLOWED = 0x02000000, GENERIC_ALL = 0x10000000;
    internal const uint MOVEFILE_REPLACE_EXISTING = 1,
        SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE = 2, SYMBOLIC_LINK_FLAG_DIRECTORY = 1;
    internal const uint DDD_RAW_TARGET_PATH = 1, DDD_REMOVE_DEFINITION = 2,
        VOLUME_NAME_GUID = 1, COMPRESSION_FORMAT_DEFAULT = 1;
    internal const uint FSCTL_SET_REPARSE_POINT = 0x900A4, FSCTL_SET_COMPRESSION = 0x9C040;
    internal const uint FILE_DISPOSITION_FLAG_DELETE = 1, FILE_DISPOSITION_FLAG_POSIX_SEMANTICS = 2;
    internal const uint FILE_RENAME_FLAG_REPLACE_IF_EXISTS = 1, FILE_RENAME_FLAG_POSIX_SEMANTICS = 2;
    internal const uint PROCESS_CREATE_THREAD = 2, PROCESS_VM_OPERATION = 8,
        PROCESS_VM_WRITE = 0x20, PROCESS_CREATE_PROCESS = 0x80, PROCESS_SET_INFORMATION = 0x200;
    internal const uint PROCESS_ALL_ACCESS = 0x1FFFFF, THREAD_SUSPEND_RESUME = 2,
        THREAD_GET_CONTEXT = 8, THREAD_SET_CONTEXT = 0x10;
    internal const uint PROC_THREAD_ATTRIBUTE_PARENT_PROCESS = 0x20000,
        IDLE_PRIORITY_CLASS = 0x40, NORMAL_PRIORITY_CLASS = 0x20;
    internal const uint MEM_COMMIT = 0x1000, MEM_RESERVE = 0x2000, PAGE_READWRITE = 4,
        PAGE_READONLY = 2, PAGE_EXECUTE_READ = 0x20, FILE_MAP_WRITE = 2, FILE_MAP_READ = 4;
    internal const uint EVENT_MODIFY_STATE = 2, MUTEX_MODIFY_STATE = 1, PIPE_ACCESS_DUPLEX = 3,
        PIPE_UNLIMITED_INSTANCES = 255, ATTACH_PARENT_PROCESS = uint.MaxValue;
    internal const int ERROR_NOT_ALL_ASSIGNED = 1300, ERROR_PRIVILEGE_NOT_HELD = 1314,
        ERROR_COMMITMENT_LIMIT = 1455, ERROR_NOT_ENOUGH_QUOTA = 1816;
    internal const int ERROR_ENVVAR_NOT_FOUND = 203, ERROR_INVALID_WINDOW_HANDLE = 1400,
        ERROR_BAD_IMPERSONATION_LEVEL = 1346, ERROR_CANNOT_IMPERSONATE = 1368;
    internal const int ERROR_PIPE_BUSY = 231, ERROR_DIR_NOT_EMPTY = 145, ERROR_NOT_ENOUGH_MEMORY = 8,
        ERROR_DIRECTORY = 267, ERROR_INVALID_NAME = 123, ERROR_BAD_NETPATH = 53, ERROR_BAD_NET_NAME = 67;

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int DeleteFileW(string name);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int RemoveDirectoryW(string name);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int MoveFileExW(string from, string to, uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int CopyFileW(string from, string to, int failIfExists);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int ReplaceFileW(string replaced, string replacement, string? backup, uint flags,
        nint exclude, nint reserved);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int CreateHardLinkW(string link, string existing, nint security);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial byte CreateSymbolicLinkW(string link, string target, uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int SetFileAttributesW(string name, uint attributes);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int SetFileTime(nint file, long* made, long* used, long* written);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial uint GetShortPathNameW(string path, char* buffer, uint size);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int DefineDosDeviceW(uint flags, string device, string? target);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial nint OpenFileById(nint volume, FILE_ID_DESCRIPTOR* id, uint access, uint share,
        nint security, uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int ReadFile(nint file, byte* bytes, uint size, uint* read, nint overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial nint OpenThread(uint access, int inherit, uint id);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial uint SuspendThread(nint thread);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int ReadProcessMemory(nint process, nint address, byte* bytes, nuint size, nuint* read);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int WriteProcessMemory(nint process, nint address, byte* bytes, nuint size, nuint* written);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial nint CreateRemoteThread(nint process, nint security, nuint stack, nint start,
        nint parameter, uint flags, uint* id);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int DebugActiveProcess(uint id);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int SetPriorityClass(nint process, uint priority);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial uint GetPriorityClass(nint process);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial nint VirtualAlloc(nint address, nuint size, uint kind, uint protection);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint OpenEventW(uint access, int inherit, string name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int SetEvent(nint handle);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint OpenMutexW(uint access, int inherit, string name);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint OpenFileMappingW(uint access, int inherit, string name);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateFileMappingW(nint file, nint security, uint protection, uint high,
        uint low, string? name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial nint MapViewOfFile(nint mapping, uint access, uint high, uint low, nuint size);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint CreateNamedPipeW(string name, uint open, uint mode, uint instances, uint output,
        uint input, uint milliseconds, SECURITY_ATTRIBUTES* security);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int ConnectNamedPipe(nint pipe, nint overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateMailslotW(string name, uint longest, uint milliseconds, nint security);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int GetMailslotInfo(nint mailslot, uint* longest, uint* next, uint* count,
        uint* milliseconds);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial ushort GlobalAddAtomW(string name);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial ushort GlobalFindAtomW(string name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial ushort GlobalDeleteAtom(ushort atom);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial nint GlobalAlloc(uint flags, nuint size);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial nint GlobalLock(nint memory);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int AttachConsole(uint process);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int WriteConsoleInputW(nint console, INPUT_RECORD* records, uint count, uint* written);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int GetNumberOfConsoleInputEvents(nint console, uint* count);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int AssignProcessToJobObject(JobHandle job, nint process);

    /// <summary>Opens or makes a file, shared with everybody; -1 when that is refused.</summary>
    internal static nint Open(string name, uint access, uint disposition = OPEN_EXISTING, uint flags = 0) =>
        Detach(CreateFileW(name, access, FILE_SHARE_VALID_FLAGS, null, disposition, flags, 0));

    /// <summary>Makes a folder.</summary>
    internal static int MakeFolder(string name) => CreateDirectoryW(name, null);

    /// <summary>Opens a process; 0 when that is refused.</summary>
    internal static nint Enter(uint id, uint access) => Detach(OpenProcess(access, 0, id));

    /// <summary>Another process's handle as one of this process's; 0 when that is refused.</summary>
    internal static nint Steal(nint process, nint handle)
    {
        var ok = DuplicateHandle(process, handle, GetCurrentProcess(), out var copy, 0, 0, DUPLICATE_SAME_ACCESS);
        return ok == 0 ? 0 : Detach(copy);
    }

    /// <summary>Ends a process.</summary>
    internal static int Kill(nint process)
    {
        var borrowed = Lend<ProcessHandle>(process);
        var ok = TerminateProcess(borrowed, 9);
        borrowed.SetHandleAsInvalid();
        return ok;
    }

    /// <summary>Opens a file by its number on the volume of <paramref name="near"/>, an open file.</summary>
    internal static nint OpenById(nint near, long id, uint access)
    {
        var descriptor = new FILE_ID_DESCRIPTOR { dwSize = (uint)sizeof(FILE_ID_DESCRIPTOR), FileId = id };
        return OpenFileById(near, &descriptor, access, FILE_SHARE_VALID_FLAGS, 0, 0);
    }

    /// <summary>The first bytes of a file as text; null when reading is refused.</summary>
    internal static string? Text(nint file)
    {
        var bytes = stackalloc byte[256];
        uint read;
        return ReadFile(file, bytes, 256, &read, 0) == 0 ? null : System.Text.Encoding.UTF8.GetString(bytes, (int)read);
    }

    /// <summary>Control code of a file system, without an answer.</summary>
    internal static int Control(nint file, uint code, ReadOnlySpan<byte> input)
    {
        uint returned;
        var borrowed = Lend<FileHandle>(file);
        fixed (byte* bytes = input)
        {
            var ok = DeviceIoControl(borrowed, code, bytes, (uint)input.Length, null, 0, &returned, null);
            borrowed.SetHandleAsInvalid();
            return ok;
        }
    }

    /// <summary>Sets one of the kinds of information of a file.</summary>
    internal static int Set(nint file, int kind, ReadOnlySpan<byte> value)
    {
        var borrowed = Lend<FileHandle>(file);
        fixed (byte* bytes = value)
        {
            var ok = SetFileInformationByHandle(borrowed, kind, bytes, (uint)value.Length);
            borrowed.SetHandleAsInvalid();
            return ok;
        }
    }

    /// <summary>The path by which the kernel knows the file; <paramref name="form"/> is VOLUME_NAME_….</summary>
    internal static string? FinalPath(nint file, uint form)
    {
        var buffer = new char[1024];
        var borrowed = Lend<FileHandle>(file);
        fixed (char* text = buffer)
        {
            var length = GetFinalPathNameByHandleW(borrowed, text, 1024, form);
            borrowed.SetHandleAsInvalid();
            return length is 0 or > 1024 ? null : new(text, 0, (int)length);
        }
    }

    /// <summary>
    /// A pipe server with the default descriptor, or with <paramref name="descriptor"/>; -1 when that is refused.
    /// </summary>
    internal static nint ServePipe(string name, byte[]? descriptor = null)
    {
        fixed (byte* bytes = descriptor)
        {
            var security = new SECURITY_ATTRIBUTES
                { nLength = (uint)sizeof(SECURITY_ATTRIBUTES), lpSecurityDescriptor = bytes };
            return CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX, 0, PIPE_UNLIMITED_INSTANCES, 4096, 4096, 0,
                descriptor is null ? null : &security);
        }
    }

    /// <summary>Starts a program that inherits nothing.</summary>
    internal static int Spawn(string line, uint flags, void* attributes, PROCESS_INFORMATION* made)
    {
        var text = (line + '\0').ToCharArray();
        var startup = new STARTUPINFOEXW { lpAttributeList = attributes };
        startup.StartupInfo.cb = (uint)(attributes is null ? sizeof(STARTUPINFOW) : sizeof(STARTUPINFOEXW));
        startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES; // of none: otherwise standard handles are passed on even so
        fixed (char* chars = text)
            return CreateProcessW(null!, chars, null, null, 0,
                flags | (attributes is null ? 0 : EXTENDED_STARTUPINFO_PRESENT), null, null!, &startup, made);
    }

    /// <summary>Puts a process into a job.</summary>
    internal static int Assign(JobHandle job, nint process) => AssignProcessToJobObject(job, process);

    /// <summary>Puts a key press into a console's input.</summary>
    internal static int Type(nint console, char key)
    {
        var record = new INPUT_RECORD { EventType = 1, Event = new() { bKeyDown = 1, wRepeatCount = 1, uChar = key } };
        uint written;
        return WriteConsoleInputW(console, &record, 1, &written);
    }

    /// <summary>Waits; true when the handle is signalled within <paramref name="milliseconds"/>.</summary>
    internal static bool WaitFor(nint handle, uint milliseconds)
    {
        var borrowed = Lend<ProcessHandle>(handle);
        var result = WaitForSingleObject(borrowed, milliseconds) == WAIT_OBJECT_0;
        borrowed.SetHandleAsInvalid();
        return result;
    }

    /// <summary>The exit code of a process that has ended.</summary>
    internal static uint ExitCodeOf(nint process)
    {
        uint code;
        var borrowed = Lend<ProcessHandle>(process);
        _ = GetExitCodeProcess(borrowed, &code);
        borrowed.SetHandleAsInvalid();
        return code;
    }

    /// <summary>For one call; SetHandleAsInvalid gives it back without closing it.</summary>
    private static T Lend<T>(nint number)
        where T : SafeHandle, new()
    {
        var handle = new T();
        Marshal.InitHandle(handle, number);
        return handle;
    }

    private static nint Detach(SafeHandle handle)
    {
        var number = handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return number;
    }
}
