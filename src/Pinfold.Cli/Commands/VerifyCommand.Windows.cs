using System.CommandLine;
using Pinfold.Core.Attacks;

namespace Pinfold.Cli.Commands;

internal static partial class VerifyCommand
{
    /// <summary>No mechanism can be left out: the model does that (docs/security/windows.md).</summary>
    private static Func<ParseResult, AttackLayers> Without(Command command) => _ => AttackLayers.None;
}
