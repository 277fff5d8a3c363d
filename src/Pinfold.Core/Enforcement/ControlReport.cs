namespace Pinfold.Core.Enforcement;

/// <summary>One control's status. <paramref name="Reason"/> names the mechanism that enforces it, or what is missing.</summary>
public sealed record ControlReport(Control Control, EnforcementStatus Status, string Reason);
