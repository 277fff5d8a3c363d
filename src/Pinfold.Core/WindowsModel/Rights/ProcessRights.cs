namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to a process (Win32, <i>Process Security and Access Rights</i>).</summary>
[Flags]
public enum ProcessRights : uint
{
    /// <summary>PROCESS_TERMINATE.</summary>
    Terminate = 0x1,

    /// <summary>PROCESS_CREATE_THREAD.</summary>
    CreateThread = 0x2,

    /// <summary>PROCESS_SET_SESSIONID.</summary>
    SetSessionId = 0x4,

    /// <summary>PROCESS_VM_OPERATION.</summary>
    VmOperation = 0x8,

    /// <summary>PROCESS_VM_READ.</summary>
    VmRead = 0x10,

    /// <summary>PROCESS_VM_WRITE.</summary>
    VmWrite = 0x20,

    /// <summary>PROCESS_DUP_HANDLE.</summary>
    DuplicateHandle = 0x40,

    /// <summary>PROCESS_CREATE_PROCESS.</summary>
    CreateProcess = 0x80,

    /// <summary>PROCESS_SET_QUOTA.</summary>
    SetQuota = 0x100,

    /// <summary>PROCESS_SET_INFORMATION.</summary>
    SetInformation = 0x200,

    /// <summary>PROCESS_QUERY_INFORMATION.</summary>
    QueryInformation = 0x400,

    /// <summary>PROCESS_SUSPEND_RESUME.</summary>
    SuspendResume = 0x800,

    /// <summary>PROCESS_QUERY_LIMITED_INFORMATION.</summary>
    QueryLimitedInformation = 0x1000,

    /// <summary>PROCESS_SET_LIMITED_INFORMATION.</summary>
    SetLimitedInformation = 0x2000,

    /// <summary>PROCESS_ALL_ACCESS.</summary>
    All = 0x1fffff,
}
