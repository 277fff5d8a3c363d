using Pinfold.Cli.Output;

namespace Pinfold.Cli.Diagnosis;

/// <summary>The elevated mode is not set up on Windows by this version.</summary>
internal static class Elevated
{
    internal static (string State, List<Finding> Findings) Check() => ("not in this version", []);

    internal static int Repair(bool json) => throw new CommandException("--fix repairs what 'pinfold setup' made, which this version does not have on Windows");
}
