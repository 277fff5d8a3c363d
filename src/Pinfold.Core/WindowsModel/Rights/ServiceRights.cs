namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to a service (Win32, <i>Service Security and Access Rights</i>).</summary>
[Flags]
public enum ServiceRights : uint
{
    /// <summary>SERVICE_QUERY_CONFIG.</summary>
    QueryConfig = 0x1,

    /// <summary>SERVICE_CHANGE_CONFIG: choose the program that runs.</summary>
    ChangeConfig = 0x2,

    /// <summary>SERVICE_QUERY_STATUS.</summary>
    QueryStatus = 0x4,

    /// <summary>SERVICE_ENUMERATE_DEPENDENTS.</summary>
    EnumerateDependents = 0x8,

    /// <summary>SERVICE_START.</summary>
    Start = 0x10,

    /// <summary>SERVICE_STOP.</summary>
    Stop = 0x20,

    /// <summary>SERVICE_PAUSE_CONTINUE.</summary>
    PauseContinue = 0x40,

    /// <summary>SERVICE_INTERROGATE.</summary>
    Interrogate = 0x80,

    /// <summary>SERVICE_USER_DEFINED_CONTROL.</summary>
    UserDefinedControl = 0x100,

    /// <summary>SERVICE_ALL_ACCESS.</summary>
    All = 0xf01ff,
}
