using System.Net;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>What a layer is asked about. What the layer does not know is null.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="User">The token of the socket, or of the caller.</param>
public sealed record Traffic(FilterLayer Layer, Token User)
{
    /// <summary>The program's path.</summary>
    public string? App { get; init; }

    /// <summary>The protocol's number; listening is TCP's and says none.</summary>
    public uint? Protocol { get; init; }

    /// <summary>The local address; null for a wildcard.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>The peer's address.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The local port.</summary>
    public uint? LocalPort { get; init; }

    /// <summary>The peer's port.</summary>
    public uint? RemotePort { get; init; }

    /// <summary>What else is known.</summary>
    public TrafficFlags Flags { get; init; }

    /// <summary>SIO_RCVALL and its like, where promiscuous mode is asked for.</summary>
    public uint? PromiscuousMode { get; init; }

    /// <summary>The interface of a remote procedure call.</summary>
    public Guid? RpcInterface { get; init; }
}
