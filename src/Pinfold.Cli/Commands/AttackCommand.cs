using System.CommandLine;

namespace Pinfold.Cli.Commands;

/// <summary>
/// <c>pinfold attack NAME</c>: one attempt, made by <c>pinfold verify</c> through this program itself.
/// </summary>
internal static partial class AttackCommand
{
    internal static Command Build()
    {
        var arguments = new Argument<string[]>("ARGUMENTS") { Arity = ArgumentArity.OneOrMore };
        var command = new Command("attack", "Make one attempt and print its report.") { Hidden = true };
        command.Arguments.Add(arguments);
        command.SetAction(result => Attempt(result.GetValue(arguments)!));
        return command;
    }
}
