using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>A check, and how it came about.</summary>
/// <param name="Result">The same as <see cref="AccessCheck.Check"/> gives.</param>
/// <param name="Decisions">Its steps in order. A right may be decided once in each pass; every pass that was run must
/// grant it.</param>
public sealed record AccessTrace(AccessResult Result, ImmutableArray<AccessDecision> Decisions)
{
    /// <summary>
    /// The last decision about each bit of <paramref name="rights"/> that refused it, else the last that granted it.
    /// </summary>
    public AccessDecision? Deciding(AccessMask rights) =>
        Decisions.LastOrDefault(d => !d.IsGranted && d.Rights.Overlaps(rights))
            ?? Decisions.LastOrDefault(d => d.Rights.Overlaps(rights));

    /// <summary>One line for each step.</summary>
    public string Describe(SecurableType type) => string.Join('\n', Decisions.Select(d => d.Describe(type)));
}
