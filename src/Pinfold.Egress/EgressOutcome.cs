namespace Pinfold.Egress;

/// <summary>What became of a request to leave the sandbox.</summary>
public enum EgressOutcome
{
    /// <summary>It was carried.</summary>
    Carried,

    /// <summary>The policy's rules refused it.</summary>
    Denied,

    /// <summary>It was malformed, or its credential was wrong.</summary>
    Refused,

    /// <summary>It was allowed, and the other side could not be reached.</summary>
    Unreachable,
}
