using System.Text.Json.Nodes;
using Pinfold.Cli.Auditing;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Running;

/// <summary>How a command ended, for the report after it.</summary>
/// <param name="Outcome">One word for programs.</param>
/// <param name="Status">Pinfold's exit status.</param>
/// <param name="Report">What was enforced.</param>
/// <param name="Failure">Why nothing ran, or null.</param>
/// <param name="Lines">What a person is told.</param>
/// <param name="More">What a program is told besides.</param>
internal sealed record Ending(
    string Outcome, int Status, EnforcementReport Report, string? Failure, IReadOnlyList<string> Lines,
        IEnumerable<(string Key, JsonNode? Value)> More)
{
    internal static string TimedOut(SandboxPolicy policy) =>
        $"timed out after {Quantity.Duration(policy.Limits.Time!.Value)}: every process was killed; --timeout gives more time";

    /// <summary>The same, with what the audit found; null when it is still owed, which has been told.</summary>
    internal Ending With(AuditResult? audit, string session, SandboxPolicy policy) => this with
    {
        Lines = audit is null ? Lines : [.. Lines, .. AuditText.Lines(audit, session, policy.Workspace)],
        More = [.. More, ("audit", audit is null ? null : AuditFacts.Of(audit))],
    };
}
