using System.CommandLine;
using System.CommandLine.Parsing;
using Pinfold.Cli.Output;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Commands;

/// <summary>The program and its arguments that a command line names after <c>--</c>, or at its end.</summary>
internal static class CommandArguments
{
    /// <exception cref="CommandException">The program looks like an option of pinfold's that does not exist.</exception>
    internal static string[] Of(ParseResult result, Argument<string[]> argument)
    {
        var argv = result.GetValue(argument)!;
        if (argv[0].StartsWith('-') && result.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).Any(t => t.Value == argv[0]))
            throw new CommandException($"'{OsText.Display(argv[0])}' is no option here; --help lists them, and the command goes after '--'");
        return argv;
    }
}
