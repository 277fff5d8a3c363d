using System.CommandLine;

namespace Pinfold.Cli.Commands;

internal static partial class CommandTree
{
    private static (string Name, Func<Command> Build)[] OfHost => [.. Installing, (Running.Proof.Verb, ProofCommand.Build)];

    private static string[] Exact(string[] args) => args;

    private static void Prepare()
    {
    }
}
