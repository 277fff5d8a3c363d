using System.CommandLine;
using Pinfold.Cli.Running;
using Pinfold.Windows.Attacks;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold proof VERB OBJECT</c>: one attempt of the self-proof, made by this program itself.</summary>
internal static class ProofCommand
{
    internal static Command Build()
    {
        var arguments = new Argument<string[]>("ARGUMENTS") { Arity = ArgumentArity.OneOrMore };
        var command = new Command(Proof.Verb, "Make one attempt and print what the system said.") { Hidden = true };
        command.Arguments.Add(arguments);
        command.SetAction(result => ProofProgram.Run(result.GetValue(arguments)!));
        return command;
    }
}
