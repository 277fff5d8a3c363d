namespace Pinfold.Egress;

/// <summary>What one session may use of the proxy.</summary>
public sealed record EgressLimits
{
    /// <summary>Bytes of a request's line and fields together; at least 1024.</summary>
    public int HeadBytes { get; init; } = 32 * 1024;

    /// <summary>Time from the connection to the end of its request's head.</summary>
    public TimeSpan HeadTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time to resolve a name and to connect to one of its addresses.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Time without a byte in either direction after which a tunnel ends: what a NAT must leave to a quiet connection
    /// at least (RFC 5382, REQ-5), so that this is not the first to cut it.
    /// </summary>
    public TimeSpan TunnelIdle { get; init; } = TimeSpan.FromMinutes(124);

    /// <summary>The same for a request and its answer, and for a tunnel of which one side has ended.</summary>
    public TimeSpan ExchangeIdle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Connections at a time; further ones wait to be served.</summary>
    public int Connections { get; init; } = 2000;

    /// <summary>Lookups of names at a time: each one holds a thread.</summary>
    public int Lookups { get; init; } = 8;

    /// <summary>Addresses of a name that are tried.</summary>
    public int Addresses { get; init; } = 16;

    /// <summary>Names that get an address of their own.</summary>
    public int Names { get; init; } = 4096;
}
