namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to an access token (Win32, <i>Access Rights for Access-Token Objects</i>).</summary>
[Flags]
public enum TokenRights : uint
{
    /// <summary>TOKEN_ASSIGN_PRIMARY.</summary>
    AssignPrimary = 0x1,

    /// <summary>TOKEN_DUPLICATE.</summary>
    Duplicate = 0x2,

    /// <summary>TOKEN_IMPERSONATE.</summary>
    Impersonate = 0x4,

    /// <summary>TOKEN_QUERY.</summary>
    Query = 0x8,

    /// <summary>TOKEN_QUERY_SOURCE.</summary>
    QuerySource = 0x10,

    /// <summary>TOKEN_ADJUST_PRIVILEGES.</summary>
    AdjustPrivileges = 0x20,

    /// <summary>TOKEN_ADJUST_GROUPS.</summary>
    AdjustGroups = 0x40,

    /// <summary>TOKEN_ADJUST_DEFAULT.</summary>
    AdjustDefault = 0x80,

    /// <summary>TOKEN_ADJUST_SESSIONID.</summary>
    AdjustSessionId = 0x100,

    /// <summary>TOKEN_ALL_ACCESS.</summary>
    All = 0xf01ff,
}
