using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: job objects and their completion port (jobapi2.h, ioapiset.h, winnt.h).</summary>
internal static unsafe partial class Kernel32
{
    internal const uint JOB_OBJECT_LIMIT_ACTIVE_PROCESS = 8,
        JOB_OBJECT_LIMIT_JOB_MEMORY = 0x200, JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x400;
    internal const uint JOB_OBJECT_LIMIT_BREAKAWAY_OK = 0x800,
        JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK = 0x1000, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000;
    internal const uint JOB_OBJECT_UILIMIT_HANDLES = 1,
        JOB_OBJECT_UILIMIT_READCLIPBOARD = 2, JOB_OBJECT_UILIMIT_WRITECLIPBOARD = 4;
    internal const uint JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS = 8,
        JOB_OBJECT_UILIMIT_DISPLAYSETTINGS = 0x10, JOB_OBJECT_UILIMIT_GLOBALATOMS = 0x20;
    internal const uint JOB_OBJECT_UILIMIT_DESKTOP = 0x40, JOB_OBJECT_UILIMIT_EXITWINDOWS = 0x80;
    internal const uint JOB_OBJECT_MSG_ACTIVE_PROCESS_ZERO = 4;
    internal const int JobObjectBasicAccountingInformation = 1, JobObjectBasicUIRestrictions = 4;
    internal const int JobObjectAssociateCompletionPortInformation = 7, JobObjectExtendedLimitInformation = 9;

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial JobHandle CreateJobObjectW(SECURITY_ATTRIBUTES* security, string? name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int SetInformationJobObject(JobHandle job, int kind, void* value, uint size);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int QueryInformationJobObject(JobHandle job, int kind, void* value,
        uint size, uint* returned);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int TerminateJobObject(JobHandle job, uint code);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int IsProcessInJob(nint process, nint job, int* result);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial PortHandle CreateIoCompletionPort(nint file, nint port, nuint key, uint threads);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetQueuedCompletionStatus(PortHandle port, uint* bytes, nuint* key, nint* overlapped,
        uint milliseconds);

    /// <summary>A job without a name.</summary>
    internal static JobHandle CreateJob()
    {
        Recorder.Call($"CreateJobObjectW()");
        return NativeException.Check(CreateJobObjectW(null, null), nameof(CreateJobObjectW));
    }

    /// <summary>Limits of time, memory, processes and lifetime.</summary>
    internal static void SetLimits(JobHandle job, in JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits)
    {
        Recorder.Call($"SetInformationJobObject({job}, limits flags {limits.BasicLimitInformation.LimitFlags:x}, processes {limits.BasicLimitInformation.ActiveProcessLimit}, memory {limits.JobMemoryLimit})");
        fixed (JOBOBJECT_EXTENDED_LIMIT_INFORMATION* value = &limits)
            NativeException.Check(SetInformationJobObject(job, JobObjectExtendedLimitInformation, value,
                (uint)sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION)),
                nameof(SetInformationJobObject), "limits");
    }

    /// <summary>The limits that hold.</summary>
    internal static JOBOBJECT_EXTENDED_LIMIT_INFORMATION Limits(JobHandle job)
    {
        Recorder.Call($"QueryInformationJobObject({job}, limits)");
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION value;
        NativeException.Check(QueryInformationJobObject(job, JobObjectExtendedLimitInformation, &value,
            (uint)sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION), null),
            nameof(QueryInformationJobObject), "limits");
        return value;
    }

    /// <summary>JOB_OBJECT_UILIMIT_… flags.</summary>
    internal static void SetUiLimits(JobHandle job, uint flags)
    {
        Recorder.Call($"SetInformationJobObject({job}, user interface {flags:x})");
        var value = new JOBOBJECT_BASIC_UI_RESTRICTIONS { UIRestrictionsClass = flags };
        NativeException.Check(SetInformationJobObject(job, JobObjectBasicUIRestrictions, &value,
            (uint)sizeof(JOBOBJECT_BASIC_UI_RESTRICTIONS)),
            nameof(SetInformationJobObject), "user interface");
    }

    /// <summary>
    /// A port that is told what happens in <paramref name="job"/>. To be made before a process enters.
    /// </summary>
    internal static PortHandle CompletionPort(JobHandle job)
    {
        Recorder.Call($"CreateIoCompletionPort()");
        var port = NativeException.Check(CreateIoCompletionPort(-1, 0, 0, 1), nameof(CreateIoCompletionPort));
        Recorder.Call($"SetInformationJobObject({job}, completion {port})");
        var value = new JOBOBJECT_ASSOCIATE_COMPLETION_PORT { CompletionPort = port.DangerousGetHandle() };
        NativeException.Check(SetInformationJobObject(job, JobObjectAssociateCompletionPortInformation, &value,
            (uint)sizeof(JOBOBJECT_ASSOCIATE_COMPLETION_PORT)),
            nameof(SetInformationJobObject), "completion");
        return port;
    }

    /// <summary>The next JOB_OBJECT_MSG_…, or null when none comes within <paramref name="milliseconds"/>.</summary>
    internal static uint? NextMessage(PortHandle port, uint milliseconds)
    {
        uint message;
        nuint key;
        nint about;
        if (GetQueuedCompletionStatus(port, &message, &key, &about, milliseconds) != 0) return message;
        NativeException.Check(Marshal.GetLastPInvokeError() == (int)WAIT_TIMEOUT ? 1 : 0,
            nameof(GetQueuedCompletionStatus));
        return null;
    }

    /// <summary>How many processes are and were in the job.</summary>
    internal static JOBOBJECT_BASIC_ACCOUNTING_INFORMATION Accounting(JobHandle job)
    {
        JOBOBJECT_BASIC_ACCOUNTING_INFORMATION value;
        NativeException.Check(QueryInformationJobObject(job, JobObjectBasicAccountingInformation, &value,
            (uint)sizeof(JOBOBJECT_BASIC_ACCOUNTING_INFORMATION), null),
            nameof(QueryInformationJobObject), "accounting");
        return value;
    }

    /// <summary>Ends every process of the job.</summary>
    internal static void Terminate(JobHandle job, uint code)
    {
        Recorder.Call($"TerminateJobObject({job}, {code})");
        NativeException.Check(TerminateJobObject(job, code), nameof(TerminateJobObject));
    }

    /// <summary>True when the process is in the job or in one below it.</summary>
    internal static bool IsIn(ProcessHandle process, JobHandle job)
    {
        int result;
        NativeException.Check(IsProcessInJob(process.DangerousGetHandle(), job.DangerousGetHandle(), &result),
            nameof(IsProcessInJob));
        return result != 0;
    }

    /// <summary>True when this process itself is in a job.</summary>
    internal static bool IsInJob()
    {
        int result;
        NativeException.Check(IsProcessInJob(GetCurrentProcess(), 0, &result), nameof(IsProcessInJob));
        return result != 0;
    }
}
