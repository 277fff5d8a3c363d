using System.CommandLine;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Commands;

/// <summary>
/// <c>pinfold terminal COLUMNS ROWS -- PROGRAM ARGUMENTS</c>: a terminal inside the elevated fence, started there by
/// <c>pinfold shell</c>.
/// </summary>
internal static class TerminalCommand
{
    internal static Command Build()
    {
        var arguments = new Argument<string[]>("ARGUMENTS") { Arity = ArgumentArity.OneOrMore };
        var command = new Command(TerminalHost.Verb, "Run a program in a terminal that standard input drives.")
            { Hidden = true };
        command.Arguments.Add(arguments);
        command.SetAction(result => TerminalHost.Run(result.GetValue(arguments)!));
        return command;
    }
}
