using System.Collections.Immutable;

namespace Pinfold.Core.Enforcement;

/// <summary>
/// What a backend did, or would do, control by control; one entry for each member of <see cref="Control"/>.
/// </summary>
public sealed record EnforcementReport(ImmutableArray<ControlReport> Controls)
{
    /// <summary>
    /// The controls that the policy asks for, that do not hold in full and are not in <paramref name="accepted"/>.
    /// </summary>
    public ImmutableArray<ControlReport> Gaps(ImmutableArray<Control> accepted) =>
        [.. Controls.Where(c => c.Asked && c.Status != EnforcementStatus.Enforced && !accepted.Contains(c.Control))];

    /// <summary>The entry of <paramref name="control"/>.</summary>
    public ControlReport this[Control control] => Controls.First(c => c.Control == control);
}
