namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>
/// Where the Windows Filtering Platform asks filters about an account's traffic: the layers of Application Layer
/// Enforcement that authorize (Win32, <i>ALE Layers</i>), each for IPv4 and for IPv6, where a version's layer knows
/// nothing of the other's, and the one for remote procedure calls.
/// </summary>
public enum FilterLayer
{
    /// <summary>FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V4: bind, said or implied; raw sockets; promiscuous mode.</summary>
    AssignV4,

    /// <summary>FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V6.</summary>
    AssignV6,

    /// <summary>FWPM_LAYER_ALE_AUTH_LISTEN_V4: TCP's listen.</summary>
    ListenV4,

    /// <summary>FWPM_LAYER_ALE_AUTH_LISTEN_V6.</summary>
    ListenV6,

    /// <summary>
    /// FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4: TCP's accept, the first packet from a peer of any other protocol.
    /// </summary>
    AcceptV4,

    /// <summary>FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6.</summary>
    AcceptV6,

    /// <summary>
    /// FWPM_LAYER_ALE_AUTH_CONNECT_V4: TCP's connect, the first packet to a peer of any other protocol, ICMP's too.
    /// </summary>
    ConnectV4,

    /// <summary>FWPM_LAYER_ALE_AUTH_CONNECT_V6.</summary>
    ConnectV6,

    /// <summary>
    /// FWPM_LAYER_RPC_UM: a remote procedure call, in the process that serves it. A layer of user mode: it has no
    /// filters at boot. Documented are calls by TCP, HTTP and named pipes (FWPS_FIELDS_RPC_UM); of local ones nothing
    /// is said.
    /// </summary>
    RpcCall,
}
