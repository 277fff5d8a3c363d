namespace Pinfold.Core.Enforcement;

/// <summary>How much of a control holds.</summary>
public enum EnforcementStatus
{
    /// <summary>Nothing of it, or it is not known to hold.</summary>
    NotEnforced,

    /// <summary>Some of it; the reason says what is missing.</summary>
    Partial,

    /// <summary>All of it.</summary>
    Enforced,
}
