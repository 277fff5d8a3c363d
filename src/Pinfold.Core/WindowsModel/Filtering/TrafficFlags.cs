namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>FWP_CONDITION_FLAG_… (fwptypes.h), those that are used.</summary>
[Flags]
public enum TrafficFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>FWP_CONDITION_FLAG_IS_LOOPBACK: between two sockets of this computer, whatever the address.</summary>
    Loopback = 0x1,

    /// <summary>FWP_CONDITION_FLAG_IS_WILDCARD_BIND: the system chose the port.</summary>
    WildcardBind = 0x8,

    /// <summary>FWP_CONDITION_FLAG_IS_RAW_ENDPOINT: a raw socket.</summary>
    RawEndpoint = 0x10,

    /// <summary>FWP_CONDITION_FLAG_IS_IMPLICIT_BIND: the program did not bind itself.</summary>
    ImplicitBind = 0x200,
}
