namespace Pinfold.Windows.Processes;

/// <summary>What became of a launch, after the whole tree has ended.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ExitStatus">The status for <c>pinfold run</c>.</param>
/// <param name="Failure">Why nothing ran, else null.</param>
public sealed record LaunchResult(LaunchOutcome Outcome, int ExitStatus, string? Failure);
