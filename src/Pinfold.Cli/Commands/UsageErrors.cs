using System.CommandLine;
using Pinfold.Cli.Output;

namespace Pinfold.Cli.Commands;

/// <summary>Everything that is wrong with a command line, at once.</summary>
internal static class UsageErrors
{
    internal static int Report(ParseResult result)
    {
        foreach (var error in result.Errors) Messages.Say(error.Message);
        var command = result.CommandResult.Command;
        Messages.Say(command is RootCommand ? "try 'pinfold --help'" : $"try 'pinfold {command.Name} --help'");
        return ExitStatus.Failed;
    }
}
