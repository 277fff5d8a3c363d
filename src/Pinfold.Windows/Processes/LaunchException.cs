namespace Pinfold.Windows.Processes;

/// <summary>A command could not be started; nothing of it ran.</summary>
public sealed class LaunchException(LaunchOutcome outcome, string message) : IOException(message)
{
    /// <summary><see cref="LaunchOutcome.NotFound"/> or <see cref="LaunchOutcome.NotExecutable"/>.</summary>
    public LaunchOutcome Outcome { get; } = outcome;

    /// <summary>What <c>pinfold run</c> would have said.</summary>
    public LaunchResult Result => new(Outcome, Outcome == LaunchOutcome.NotFound ? 127 : 126, Message);
}
