using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: processes and what is given to them (processthreadsapi.h, winbase.h, synchapi.h).</summary>
internal static unsafe partial class Kernel32
{
    internal const uint CREATE_SUSPENDED = 4, CREATE_NEW_CONSOLE = 0x10,
        CREATE_UNICODE_ENVIRONMENT = 0x400, EXTENDED_STARTUPINFO_PRESENT = 0x80000;
    internal const uint CREATE_NO_WINDOW = 0x08000000,
        CREATE_BREAKAWAY_FROM_JOB = 0x01000000, CREATE_NEW_PROCESS_GROUP = 0x200;
    internal const uint STARTF_USESTDHANDLES = 0x100;
    internal const uint WAIT_OBJECT_0 = 0, WAIT_TIMEOUT = 258, INFINITE = 0xFFFFFFFF, STILL_ACTIVE = 259;
    internal const uint STD_INPUT_HANDLE = unchecked((uint)-10),
        STD_OUTPUT_HANDLE = unchecked((uint)-11), STD_ERROR_HANDLE = unchecked((uint)-12);
    internal const uint PROC_THREAD_ATTRIBUTE_HANDLE_LIST = 0x20002,
        PROC_THREAD_ATTRIBUTE_JOB_LIST = 0x2000D, PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE = 0x20016;
    internal const uint PROCESS_TERMINATE = 1, PROCESS_VM_READ = 0x10,
        PROCESS_DUP_HANDLE = 0x40, PROCESS_QUERY_INFORMATION = 0x400;
    internal const uint PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int InitializeProcThreadAttributeList(void* list, uint count, uint flags, nuint* size);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int UpdateProcThreadAttribute(void* list, uint flags, nuint attribute, void* value,
        nuint size, void* previous, nuint* returned);

    [LibraryImport("kernel32.dll")]
    internal static partial void DeleteProcThreadAttributeList(void* list);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int CreateProcessW(
        string program, char* commandLine, SECURITY_ATTRIBUTES* process, SECURITY_ATTRIBUTES* thread, int inherit,
        uint flags, char* environment, string folder, STARTUPINFOEXW* startup, PROCESS_INFORMATION* information);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial ProcessHandle OpenProcess(uint access, int inherit, uint id);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial uint ResumeThread(ThreadHandle thread);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial uint WaitForSingleObject(ProcessHandle process, uint milliseconds);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetExitCodeProcess(ProcessHandle process, uint* code);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int TerminateProcess(ProcessHandle process, uint code);

    /// <summary>
    /// Says more of a process to be: <paramref name="attribute"/> is a PROC_THREAD_ATTRIBUTE_…, and
    /// <paramref name="value"/> the caller's until the list is gone.
    /// </summary>
    internal static void UpdateAttribute(void* list, uint attribute, void* value, nuint size, string name,
        params SafeHandle[] handles)
    {
        Recorder.Call($"UpdateProcThreadAttribute({name}, {handles})");
        NativeException.Check(UpdateProcThreadAttribute(list, 0, attribute, value, size, null, null),
            nameof(UpdateProcThreadAttribute), name);
    }

    /// <summary>A process, opened to copy handles out of it.</summary>
    internal static ProcessHandle OpenToCopy(uint id)
    {
        Recorder.Call($"OpenProcess(access {PROCESS_DUP_HANDLE:x})");
        return NativeException.Check(OpenProcess(PROCESS_DUP_HANDLE, 0, id), nameof(OpenProcess), $"process {id}");
    }

    /// <summary>A process, opened to ask what it is.</summary>
    internal static ProcessHandle OpenToAsk(uint id)
    {
        Recorder.Call($"OpenProcess(access {PROCESS_QUERY_LIMITED_INFORMATION:x})");
        return NativeException.Check(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, id),
            nameof(OpenProcess), $"process {id}");
    }

    /// <summary>Lets a process that was made with CREATE_SUSPENDED begin.</summary>
    internal static void Resume(ThreadHandle thread)
    {
        Recorder.Call($"ResumeThread({thread})");
        NativeException.Check(ResumeThread(thread) == uint.MaxValue ? 0 : 1, nameof(ResumeThread));
    }

    /// <summary>Ends a process that has not begun.</summary>
    internal static void Terminate(ProcessHandle process, uint code)
    {
        Recorder.Call($"TerminateProcess({process}, {code})");
        NativeException.Check(TerminateProcess(process, code), nameof(TerminateProcess));
    }

    /// <summary>True when the process has ended within <paramref name="milliseconds"/>.</summary>
    internal static bool WaitFor(ProcessHandle process, uint milliseconds)
    {
        var result = WaitForSingleObject(process, milliseconds);
        NativeException.Check(result is WAIT_OBJECT_0 or WAIT_TIMEOUT ? 1 : 0, nameof(WaitForSingleObject));
        return result == WAIT_OBJECT_0;
    }

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial uint GetProcessId(ProcessHandle process);

    /// <summary>The process's number.</summary>
    internal static uint IdOf(ProcessHandle process)
    {
        var id = GetProcessId(process);
        NativeException.Check((int)id, nameof(GetProcessId));
        return id;
    }

    /// <summary>All 32 bits of the exit code of a process that has ended.</summary>
    internal static uint ExitCode(ProcessHandle process)
    {
        uint code;
        NativeException.Check(GetExitCodeProcess(process, &code), nameof(GetExitCodeProcess));
        return code;
    }
}
