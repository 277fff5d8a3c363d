using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning.Windows;
using static Pinfold.Core.Enforcement.Control;

namespace Pinfold.Windows;

/// <summary>What a plan expected, lowered by what did not come true. Nothing is ever raised.</summary>
internal sealed class FenceReport(WindowsPlan plan)
{
    /// <summary>What rests on the token's restricting SIDs, level and privileges.</summary>
    private static readonly Control[] OfToken =
        [Writes, Handoffs, Secrets, Temp, Sockets, Control.Processes, Control.Privileges];

    private readonly Dictionary<Control, ControlReport> _controls = plan.Expected.Controls.ToDictionary(c => c.Control);

    /// <summary>Control by control.</summary>
    internal EnforcementReport Report => new([.. plan.Expected.Controls.Select(c => _controls[c.Control])]);

    /// <summary>A path's step failed.</summary>
    internal void Failed(WindowsStep step, string reason)
    {
        // Where a root or a re-opened secret did not come about, less is allowed than was asked for: no gap.
        var isClosed = step is WindowsStep.GrantRoot or WindowsStep.LabelRoot or WindowsStep.RevealSecret
            or WindowsStep.KeepControl or WindowsStep.GrantRead or WindowsStep.ShowFolder;
        var isWhole = step is WindowsStep.PrivateTemp or WindowsStep.CreateWindowStation or WindowsStep.CreateDesktop;
        Lower(step.Control,
            isClosed ? EnforcementStatus.Enforced : isWhole ? EnforcementStatus.NotEnforced : EnforcementStatus.Partial,
            reason);
    }

    /// <summary>The token is not what was asked for: nothing holds that rests on it.</summary>
    internal void TokenLacks(string reason)
    {
        foreach (var control in OfToken) Lower(control, EnforcementStatus.NotEnforced, reason);
    }

    /// <summary>The self-proof got through the fence.</summary>
    internal void Broken(Control control, string reason) => Lower(control, EnforcementStatus.NotEnforced, reason);

    /// <summary>The session's own desktop stands alone.</summary>
    internal void UiIsOpen(string reason) => Lower(Control.Processes, EnforcementStatus.Partial, reason);

    /// <summary>
    /// The desktop is the session's own, and the station around it may be of no use to the command: no gap.
    /// </summary>
    internal void DesktopLacks(string reason) => Lower(Control.Processes, EnforcementStatus.Enforced, reason);

    /// <summary>The job is not what was asked for.</summary>
    internal void JobLacks(string reason)
    {
        Lower(Tree, EnforcementStatus.Partial, reason);
        Lower(Control.Limits, EnforcementStatus.Partial, reason);
    }

    private void Lower(Control control, EnforcementStatus to, string reason)
    {
        var now = _controls[control];
        _controls[control] = now with
            { Status = now.Status < to ? now.Status : to, Reason = $"{now.Reason}; {reason}" };
    }
}
