namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>
/// What a condition can ask about (Win32, <i>Filtering Condition Identifiers</i>), as far as it is used.
/// </summary>
public enum FilterField
{
    /// <summary>FWPM_CONDITION_ALE_USER_ID: a descriptor; matches whom it grants FWP_ACTRL_MATCH_FILTER.</summary>
    User,

    /// <summary>FWPM_CONDITION_ALE_APP_ID: the program's path.</summary>
    App,

    /// <summary>FWPM_CONDITION_IP_PROTOCOL: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6.</summary>
    Protocol,

    /// <summary>FWPM_CONDITION_IP_LOCAL_ADDRESS.</summary>
    LocalAddress,

    /// <summary>FWPM_CONDITION_IP_REMOTE_ADDRESS.</summary>
    RemoteAddress,

    /// <summary>FWPM_CONDITION_IP_LOCAL_PORT, for ICMP its type.</summary>
    LocalPort,

    /// <summary>FWPM_CONDITION_IP_REMOTE_PORT, for ICMP its code.</summary>
    RemotePort,

    /// <summary>FWPM_CONDITION_FLAGS: <see cref="TrafficFlags"/>.</summary>
    Flags,

    /// <summary>
    /// FWPM_CONDITION_ALE_PROMISCUOUS_MODE: SIO_RCVALL and its like, only where promiscuous mode is asked for.
    /// </summary>
    PromiscuousMode,

    /// <summary>
    /// FWPM_CONDITION_REMOTE_USER_TOKEN: who makes a remote procedure call, by a descriptor as for <see cref="User"/>.
    /// </summary>
    Caller,

    /// <summary>FWPM_CONDITION_RPC_IF_UUID: the interface that is called.</summary>
    RpcInterface,
}
