namespace Pinfold.Egress;

/// <summary>How a command asked for its connection.</summary>
public enum EgressEntrance
{
    /// <summary>It could not be told: the first bytes were no request.</summary>
    Unknown,

    /// <summary>CONNECT of HTTP (RFC 9110, 9.3.6).</summary>
    Connect,

    /// <summary>A request in absolute form (RFC 9112, 3.2.2).</summary>
    Http,

    /// <summary>SOCKS version 5 (RFC 1928).</summary>
    Socks,

    /// <summary>A connection to an address, which the sandbox's own routes led here.</summary>
    Direct,

    /// <summary>A name was asked for (RFC 1035); nothing was connected.</summary>
    Name,
}
