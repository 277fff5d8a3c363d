namespace Pinfold.Core.Policy;

/// <summary>What the network looks like from inside. Ordered from tight to wide.</summary>
public enum NetworkMode
{
    /// <summary>No route at all; a private loopback.</summary>
    Offline,

    /// <summary>Only named hosts, through the egress proxy.</summary>
    Allowlist,

    /// <summary>The host's network.</summary>
    Online,
}
