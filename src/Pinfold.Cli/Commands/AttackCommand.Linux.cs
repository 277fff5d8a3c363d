using System.CommandLine;
using Pinfold.Linux.Attacks;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold attack NAME</c>: one attempt, made by <c>pinfold verify</c> through this program itself.</summary>
internal static class AttackCommand
{
    internal static Command Build()
    {
        var arguments = new Argument<string[]>("ARGUMENTS") { Arity = ArgumentArity.OneOrMore };
        var command = new Command("attack", "Make one attempt and print its report.") { Hidden = true };
        command.Arguments.Add(arguments);
        command.SetAction(result => AttackProgram.Run(result.GetValue(arguments)!));
        return command;
    }
}
