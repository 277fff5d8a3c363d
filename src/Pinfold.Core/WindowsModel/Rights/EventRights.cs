namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to an event (Win32, <i>Synchronization Object Security and Access Rights</i>).</summary>
[Flags]
public enum EventRights : uint
{
    /// <summary>EVENT_QUERY_STATE.</summary>
    QueryState = 0x1,

    /// <summary>EVENT_MODIFY_STATE.</summary>
    ModifyState = 0x2,

    /// <summary>EVENT_ALL_ACCESS.</summary>
    All = 0x1f0003,
}
