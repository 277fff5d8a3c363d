using System.Collections.Immutable;
using System.Text;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Planning;

/// <summary>
/// The ordered steps that a policy becomes on a host, and what they will enforce when all of them succeed.
/// </summary>
public sealed record Plan(ImmutableArray<PlanStep> Steps, EnforcementReport Expected)
{
    /// <summary>The plan as text: steps in order, then the controls.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in Steps) text.Append(step.Describe()).Append('\n');
        text.Append('\n');
        foreach (var c in Expected.Controls)
            text.Append($"{PolicyWords.Of(c.Control),-12} {PolicyWords.Of(c.Status),-12} {c.Reason}\n");
        return text.ToString();
    }
}
