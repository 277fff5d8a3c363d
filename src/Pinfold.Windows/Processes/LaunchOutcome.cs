namespace Pinfold.Windows.Processes;

/// <summary>How a launch ended.</summary>
public enum LaunchOutcome
{
    /// <summary>The command ended; the status is its own, 32 bits.</summary>
    Exited,

    /// <summary>It was killed from here.</summary>
    Killed,

    /// <summary>The deadline passed; the status is 124.</summary>
    TimedOut,

    /// <summary>The program could not be started, or its arguments cannot be said safely; the status is 126.</summary>
    NotExecutable,

    /// <summary>There is no such program; the status is 127.</summary>
    NotFound,
}
