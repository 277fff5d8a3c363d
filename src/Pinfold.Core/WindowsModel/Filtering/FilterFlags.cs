namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>FWPM_FILTER_FLAG_… (fwpmtypes.h of the Windows SDK), those that are used.</summary>
[Flags]
public enum FilterFlags : uint
{
    /// <summary>A filter that ends with the filtering service.</summary>
    None = 0,

    /// <summary>FWPM_FILTER_FLAG_PERSISTENT: comes back when the filtering service starts.</summary>
    Persistent = 0x1,

    /// <summary>
    /// FWPM_FILTER_FLAG_BOOTTIME: from the start of the TCP/IP driver until the filtering service starts. Excludes
    /// Persistent.
    /// </summary>
    BootTime = 0x2,

    /// <summary>FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT: a permit that only a veto overrides.</summary>
    ClearActionRight = 0x8,

    /// <summary>FWPM_FILTER_FLAG_DISABLED: its provider's service does not start by itself.</summary>
    Disabled = 0x20,
}
