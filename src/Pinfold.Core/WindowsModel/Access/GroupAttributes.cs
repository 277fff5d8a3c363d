namespace Pinfold.Core.WindowsModel.Access;

/// <summary>SE_GROUP_… (winnt.h): how a token holds a group.</summary>
[Flags]
public enum GroupAttributes : uint
{
    /// <summary>Held, and not enabled: it matches nothing.</summary>
    None = 0,

    /// <summary>SE_GROUP_MANDATORY: AdjustTokenGroups cannot disable it.</summary>
    Mandatory = 0x1,

    /// <summary>SE_GROUP_ENABLED_BY_DEFAULT.</summary>
    EnabledByDefault = 0x2,

    /// <summary>SE_GROUP_ENABLED: it matches entries that allow and entries that deny.</summary>
    Enabled = 0x4,

    /// <summary>SE_GROUP_OWNER: it may become the owner of objects.</summary>
    Owner = 0x8,

    /// <summary>SE_GROUP_USE_FOR_DENY_ONLY: it matches entries that deny, and no others.</summary>
    UseForDenyOnly = 0x10,

    /// <summary>SE_GROUP_INTEGRITY.</summary>
    Integrity = 0x20,

    /// <summary>SE_GROUP_INTEGRITY_ENABLED.</summary>
    IntegrityEnabled = 0x40,

    /// <summary>SE_GROUP_RESOURCE: a domain-local group.</summary>
    Resource = 0x2000_0000,

    /// <summary>SE_GROUP_LOGON_ID: the logon session's SID.</summary>
    LogonId = 0xC000_0000,

    /// <summary>What an ordinary group has.</summary>
    Default = Mandatory | EnabledByDefault | Enabled,
}
