namespace Pinfold.Core.Enforcement;

/// <summary>One control's status.</summary>
/// <param name="Control">Which promise.</param>
/// <param name="Status">How much of it holds.</param>
/// <param name="Reason">The mechanism that enforces it, or what is missing.</param>
/// <param name="Asked">False when the policy does not ask for it: nothing is claimed, and it is no gap.</param>
public sealed record ControlReport(Control Control, EnforcementStatus Status, string Reason, bool Asked = true);
