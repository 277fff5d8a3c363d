using Pinfold.Cli.Policies;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;
using Pinfold.Windows;

namespace Pinfold.Cli.Diagnosis;

/// <summary>What stands between this host and the whole fence, with the fix of each.</summary>
internal static class Findings
{
    internal static List<Finding> Of(Fence fence)
    {
        var findings = new List<Finding>();
        foreach (var control in fence.Expected.Controls)
        {
            if (control.Asked && control.Status != EnforcementStatus.Enforced
                && fence.Plan.Remedies.TryGetValue(control.Control, out var remedy))
                findings.Add(new($"{PolicyWords.Of(control.Control)}: {control.Reason}", remedy));
        }

        foreach (var folder in WindowsBackend.FindOpenFolders(fence.Host, fence.Plan))
            findings.Add(new(folder.ToString(), folder.Fix));
        return findings;
    }
}
