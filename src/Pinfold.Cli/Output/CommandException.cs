namespace Pinfold.Cli.Output;

/// <summary>Ends the program. The message is for the user: subject, cause, remedy.</summary>
internal sealed class CommandException(string message, int status = ExitStatus.Failed) : Exception(message)
{
    /// <summary>The exit status.</summary>
    internal int Status { get; } = status;
}
