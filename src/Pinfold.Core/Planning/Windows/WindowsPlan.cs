using System.Collections.Immutable;
using System.Text;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// The ordered steps that a policy becomes on a Windows host, and what they will enforce when all of them succeed.
/// </summary>
/// <param name="Steps">In the order in which they are applied; taken back in reverse.</param>
/// <param name="Expected">Control by control.</param>
/// <param name="Remedies">What would close a gap, for controls that have one.</param>
public sealed record WindowsPlan(
    ImmutableArray<WindowsStep> Steps, EnforcementReport Expected, ImmutableSortedDictionary<Control, string> Remedies)
{
    /// <summary>The plan as text: steps in order, then the controls.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in Steps) text.Append(step.Describe()).Append('\n');
        text.Append('\n');
        foreach (var c in Expected.Controls)
        {
            text.Append($"{PolicyWords.Of(c.Control),-12} {PolicyWords.Of(c.Status),-12} {c.Reason}\n");
            if (Remedies.TryGetValue(c.Control, out var remedy)) text.Append($"{"",-25} → {remedy}\n");
        }

        return text.ToString();
    }
}
