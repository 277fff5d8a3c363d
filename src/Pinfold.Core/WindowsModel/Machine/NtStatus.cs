namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>How a call to the simulated machine ended; the names of ntstatus.h.</summary>
public enum NtStatus
{
    /// <summary>STATUS_SUCCESS.</summary>
    Success,

    /// <summary>STATUS_ACCESS_DENIED.</summary>
    AccessDenied,

    /// <summary>STATUS_SHARING_VIOLATION: another handle does not share.</summary>
    SharingViolation,

    /// <summary>STATUS_OBJECT_NAME_NOT_FOUND.</summary>
    NotFound,

    /// <summary>STATUS_OBJECT_NAME_COLLISION.</summary>
    NameCollision,

    /// <summary>STATUS_DIRECTORY_NOT_EMPTY.</summary>
    DirectoryNotEmpty,

    /// <summary>STATUS_NOT_SAME_DEVICE: a name cannot move to another volume.</summary>
    NotSameDevice,

    /// <summary>STATUS_PRIVILEGE_NOT_HELD: a label above the caller's level, another owner.</summary>
    PrivilegeNotHeld,

    /// <summary>STATUS_OBJECT_NAME_INVALID.</summary>
    InvalidName,

    /// <summary>STATUS_INVALID_DEVICE_REQUEST: the file system has no such thing.</summary>
    InvalidDeviceRequest,

    /// <summary>STATUS_INVALID_PARAMETER.</summary>
    InvalidParameter,
}
