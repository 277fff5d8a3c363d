namespace Pinfold.Core.Policy;

/// <summary>What a decision says. Ordered: the strictest is the largest.</summary>
public enum Verdict
{
    /// <summary>Go on.</summary>
    Allow,

    /// <summary>A person decides.</summary>
    Ask,

    /// <summary>Refused.</summary>
    Deny,
}
