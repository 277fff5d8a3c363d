namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to a registry key (Win32, <i>Registry Key Security and Access Rights</i>).</summary>
[Flags]
public enum KeyRights : uint
{
    /// <summary>KEY_QUERY_VALUE.</summary>
    QueryValue = 0x1,

    /// <summary>KEY_SET_VALUE.</summary>
    SetValue = 0x2,

    /// <summary>KEY_CREATE_SUB_KEY.</summary>
    CreateSubKey = 0x4,

    /// <summary>KEY_ENUMERATE_SUB_KEYS.</summary>
    EnumerateSubKeys = 0x8,

    /// <summary>KEY_NOTIFY.</summary>
    Notify = 0x10,

    /// <summary>KEY_CREATE_LINK.</summary>
    CreateLink = 0x20,

    /// <summary>KEY_READ.</summary>
    Read = 0x20019,

    /// <summary>KEY_WRITE.</summary>
    Write = 0x20006,

    /// <summary>KEY_ALL_ACCESS.</summary>
    All = 0xf003f,
}
