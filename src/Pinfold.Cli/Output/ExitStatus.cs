namespace Pinfold.Cli.Output;

/// <summary>Exit statuses of Pinfold's own making (docs/cli.md); a command's own status passes through.</summary>
internal static class ExitStatus
{
    internal const int Success = 0;

    /// <summary>The answer to a checking command is "no".</summary>
    internal const int No = 1;

    internal const int TimedOut = 124;

    /// <summary>Pinfold failed, or was called wrongly, and nothing ran.</summary>
    internal const int Failed = 125;

    /// <summary>The policy refused, or the program cannot be executed.</summary>
    internal const int Refused = 126;

    internal const int NotFound = 127;
}
