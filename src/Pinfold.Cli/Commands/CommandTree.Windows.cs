using System.CommandLine;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Commands;

internal static partial class CommandTree
{
    private static (string Name, Func<Command> Build)[] OfHost =>
        [.. Installing, (Running.Proof.Verb, ProofCommand.Build), (TerminalHost.Verb, TerminalCommand.Build)];

    private static string[] Exact(string[] args) => args;

    private static void Prepare()
    {
    }
}
