namespace Pinfold.Core.WindowsModel.Access;

/// <summary>Flags of CreateRestrictedToken (Win32).</summary>
[Flags]
public enum RestrictedTokenFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>DISABLE_MAX_PRIVILEGE: every privilege but SeChangeNotifyPrivilege is taken away.</summary>
    DisableMaxPrivilege = 1,

    /// <summary>SANDBOX_INERT.</summary>
    SandboxInert = 2,

    /// <summary>
    /// LUA_TOKEN: administrators' groups for deny only, administrators' privileges taken away, as UAC makes its
    /// filtered token.
    /// </summary>
    LuaToken = 4,

    /// <summary>WRITE_RESTRICTED: the restricting SIDs are asked for only where a request writes.</summary>
    WriteRestricted = 8,
}
