namespace Pinfold.Linux.Processes;

/// <summary>How a launch ended.</summary>
public enum LaunchOutcome
{
    /// <summary>The command ended by itself; the status is its own.</summary>
    Exited,

    /// <summary>A signal ended it; the status is 128 + signal.</summary>
    Signalled,

    /// <summary>The deadline passed; the status is 124.</summary>
    TimedOut,

    /// <summary>A step of the plan failed, nothing ran; the status is 125.</summary>
    Failed,

    /// <summary>The program could not be executed; the status is 126.</summary>
    NotExecutable,

    /// <summary>There is no such program; the status is 127.</summary>
    NotFound,
}
