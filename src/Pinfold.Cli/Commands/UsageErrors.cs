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
        Messages.Say($"try '{NameOf(command)} --help'");
        return ExitStatus.Failed;
    }

    /// <summary>With all verbs above it, so that what is advised can be typed.</summary>
    private static string NameOf(Command command)
    {
        var parents = command.Parents.OfType<Command>().Where(p => p is not RootCommand).Select(NameOf).FirstOrDefault();
        return command is RootCommand ? "pinfold" : $"{parents ?? "pinfold"} {command.Name}";
    }
}
