namespace Pinfold.Core.WindowsModel.Access;

/// <summary>
/// Privileges as a set: bit <i>n</i> is the privilege whose LUID is <i>n</i> (MS-LSAD 3.1.1.2.1; wdm.h).
/// </summary>
[Flags]
public enum Privileges : ulong
{
    /// <summary>No privilege.</summary>
    None = 0,

    /// <summary>SeCreateTokenPrivilege.</summary>
    CreateToken = 1UL << 2,

    /// <summary>SeAssignPrimaryTokenPrivilege.</summary>
    AssignPrimaryToken = 1UL << 3,

    /// <summary>SeLockMemoryPrivilege.</summary>
    LockMemory = 1UL << 4,

    /// <summary>SeIncreaseQuotaPrivilege.</summary>
    IncreaseQuota = 1UL << 5,

    /// <summary>SeMachineAccountPrivilege.</summary>
    MachineAccount = 1UL << 6,

    /// <summary>SeTcbPrivilege.</summary>
    Tcb = 1UL << 7,

    /// <summary>SeSecurityPrivilege.</summary>
    Security = 1UL << 8,

    /// <summary>SeTakeOwnershipPrivilege.</summary>
    TakeOwnership = 1UL << 9,

    /// <summary>SeLoadDriverPrivilege.</summary>
    LoadDriver = 1UL << 10,

    /// <summary>SeSystemProfilePrivilege.</summary>
    SystemProfile = 1UL << 11,

    /// <summary>SeSystemTimePrivilege.</summary>
    SystemTime = 1UL << 12,

    /// <summary>SeProfileSingleProcessPrivilege.</summary>
    ProfileSingleProcess = 1UL << 13,

    /// <summary>SeIncreaseBasePriorityPrivilege.</summary>
    IncreaseBasePriority = 1UL << 14,

    /// <summary>SeCreatePagefilePrivilege.</summary>
    CreatePagefile = 1UL << 15,

    /// <summary>SeCreatePermanentPrivilege.</summary>
    CreatePermanent = 1UL << 16,

    /// <summary>SeBackupPrivilege.</summary>
    Backup = 1UL << 17,

    /// <summary>SeRestorePrivilege.</summary>
    Restore = 1UL << 18,

    /// <summary>SeShutdownPrivilege.</summary>
    Shutdown = 1UL << 19,

    /// <summary>SeDebugPrivilege.</summary>
    Debug = 1UL << 20,

    /// <summary>SeAuditPrivilege.</summary>
    Audit = 1UL << 21,

    /// <summary>SeSystemEnvironmentPrivilege.</summary>
    SystemEnvironment = 1UL << 22,

    /// <summary>SeChangeNotifyPrivilege.</summary>
    ChangeNotify = 1UL << 23,

    /// <summary>SeRemoteShutdownPrivilege.</summary>
    RemoteShutdown = 1UL << 24,

    /// <summary>SeUndockPrivilege.</summary>
    Undock = 1UL << 25,

    /// <summary>SeSyncAgentPrivilege.</summary>
    SyncAgent = 1UL << 26,

    /// <summary>SeEnableDelegationPrivilege.</summary>
    EnableDelegation = 1UL << 27,

    /// <summary>SeManageVolumePrivilege.</summary>
    ManageVolume = 1UL << 28,

    /// <summary>SeImpersonatePrivilege.</summary>
    Impersonate = 1UL << 29,

    /// <summary>SeCreateGlobalPrivilege.</summary>
    CreateGlobal = 1UL << 30,

    /// <summary>SeTrustedCredManAccessPrivilege.</summary>
    TrustedCredManAccess = 1UL << 31,

    /// <summary>SeRelabelPrivilege.</summary>
    Relabel = 1UL << 32,

    /// <summary>SeIncreaseWorkingSetPrivilege.</summary>
    IncreaseWorkingSet = 1UL << 33,

    /// <summary>SeTimeZonePrivilege.</summary>
    TimeZone = 1UL << 34,

    /// <summary>SeCreateSymbolicLinkPrivilege.</summary>
    CreateSymbolicLink = 1UL << 35,

    /// <summary>SeDelegateSessionUserImpersonatePrivilege.</summary>
    DelegateSessionUserImpersonate = 1UL << 36,

    /// <summary>All of them.</summary>
    All = (1UL << 37) - 4,
}
