using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Running;

/// <summary>How a command ended, for the report after it.</summary>
/// <param name="Outcome">One word for programs.</param>
/// <param name="Status">Pinfold's exit status.</param>
/// <param name="Report">What was enforced.</param>
/// <param name="Failure">Why nothing ran, or null.</param>
/// <param name="Lines">What a person is told.</param>
/// <param name="More">What a program is told besides.</param>
internal sealed record Ending(
    string Outcome, int Status, EnforcementReport Report, string? Failure, IReadOnlyList<string> Lines, IEnumerable<(string Key, JsonNode? Value)> More)
{
    internal static string TimedOut(SandboxPolicy policy) =>
        $"timed out after {Quantity.Duration(policy.Limits.Time!.Value)}: every process was killed; --timeout gives more time";
}
