namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to a thread (Win32, <i>Thread Security and Access Rights</i>).</summary>
[Flags]
public enum ThreadRights : uint
{
    /// <summary>THREAD_TERMINATE.</summary>
    Terminate = 0x1,

    /// <summary>THREAD_SUSPEND_RESUME.</summary>
    SuspendResume = 0x2,

    /// <summary>THREAD_ALERT.</summary>
    Alert = 0x4,

    /// <summary>THREAD_GET_CONTEXT.</summary>
    GetContext = 0x8,

    /// <summary>THREAD_SET_CONTEXT.</summary>
    SetContext = 0x10,

    /// <summary>THREAD_SET_INFORMATION.</summary>
    SetInformation = 0x20,

    /// <summary>THREAD_QUERY_INFORMATION.</summary>
    QueryInformation = 0x40,

    /// <summary>THREAD_SET_THREAD_TOKEN.</summary>
    SetThreadToken = 0x80,

    /// <summary>THREAD_IMPERSONATE.</summary>
    Impersonate = 0x100,

    /// <summary>THREAD_DIRECT_IMPERSONATION.</summary>
    DirectImpersonation = 0x200,

    /// <summary>THREAD_SET_LIMITED_INFORMATION.</summary>
    SetLimitedInformation = 0x400,

    /// <summary>THREAD_QUERY_LIMITED_INFORMATION.</summary>
    QueryLimitedInformation = 0x800,

    /// <summary>THREAD_RESUME.</summary>
    Resume = 0x1000,

    /// <summary>THREAD_ALL_ACCESS.</summary>
    All = 0x1fffff,
}
