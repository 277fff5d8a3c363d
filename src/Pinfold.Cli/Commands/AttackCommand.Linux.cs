using Pinfold.Linux.Attacks;

namespace Pinfold.Cli.Commands;

internal static partial class AttackCommand
{
    private static int Attempt(string[] arguments) => AttackProgram.Run(arguments);
}
