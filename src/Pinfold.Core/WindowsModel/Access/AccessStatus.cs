namespace Pinfold.Core.WindowsModel.Access;

/// <summary>How a check ended.</summary>
public enum AccessStatus
{
    /// <summary>STATUS_SUCCESS.</summary>
    Granted,

    /// <summary>STATUS_ACCESS_DENIED.</summary>
    AccessDenied,

    /// <summary>STATUS_PRIVILEGE_NOT_HELD: ACCESS_SYSTEM_SECURITY was asked for without SeSecurityPrivilege.</summary>
    PrivilegeNotHeld,
}
