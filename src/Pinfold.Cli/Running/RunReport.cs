using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pinfold.Cli.Auditing;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Workspace;

namespace Pinfold.Cli.Running;

/// <summary>What Pinfold says after a command, as one short block or one line of JSON on standard error. Nothing to say: nothing is said.</summary>
internal sealed class RunReport(bool json, Fence fence)
{
    /// <summary>The session, once there is one.</summary>
    internal string? Session { get; set; }

    internal int Refuse(ImmutableArray<ControlReport> gaps)
    {
        if (json) Say("refused", ExitStatus.Refused, fence.Plan.Expected, ("gaps", Facts.Report(fence.Plan.Expected, gaps.Contains)));
        else Messages.Say(Gaps.Describe(gaps));
        return ExitStatus.Refused;
    }

    internal int Refuse(Decision decision)
    {
        var remedy = decision.Remedy is null ? "" : $"\n  {decision.Remedy}";
        var asked = decision.Verdict == Verdict.Ask ? ", and nobody gave it at a terminal" : "";
        if (json) Say("refused", ExitStatus.Refused, fence.Plan.Expected, ("decision", decision.ToJson()));
        else Messages.Say($"refused: {decision.Explanation}{asked}{remedy}");
        return ExitStatus.Refused;
    }

    /// <summary>Nothing ran, because the fence could not be shown to hold.</summary>
    internal int Fail(string fault)
    {
        if (json) Say("failed", ExitStatus.Failed, fence.Plan.Expected, ("failure", fault));
        else Messages.Say($"nothing ran: {fault}\n  'pinfold verify' runs every attack and shows what holds");
        return ExitStatus.Failed;
    }

    /// <summary><paramref name="audit"/> is null when it is still owed, which has been told.</summary>
    internal int End(LaunchResult result, AuditResult? audit)
    {
        if (json)
        {
            Say(Facts.Name(result.Outcome), result.ExitStatus, result.Report, ("failure", result.Failure), ("denials", Facts.Denials(result)),
                ("denials_omitted", result.DenialsOmitted), ("audit", audit is null ? null : AuditFacts.Of(audit)));
        }
        else if (Block(result, audit) is { Length: > 0 } block)
        {
            Messages.Say(block);
        }

        return result.ExitStatus;
    }

    private string Block(LaunchResult result, AuditResult? audit)
    {
        var lines = new List<string>();
        switch (result.Outcome)
        {
            case LaunchOutcome.Failed: lines.Add($"nothing ran: {result.Failure}"); break;
            case LaunchOutcome.TimedOut: lines.Add($"timed out after {Quantity.Duration(fence.Policy.Limits.Time!.Value)}: every process was killed; --timeout gives more time"); break;
            case LaunchOutcome.NotFound: lines.Add("no such program in the PATH of the command"); break;
            case LaunchOutcome.NotExecutable: lines.Add($"the program cannot be executed: {result.Failure}"); break;
        }

        foreach (var denial in result.Denials) lines.Add(DenialText.Of(denial, fence.Policy));
        if (result.DenialsOmitted > 0) lines.Add($"denied: {result.DenialsOmitted} more");
        if (audit is not null) lines.AddRange(AuditText.Lines(audit, Session!, fence.Policy.Workspace));
        return string.Join('\n', lines);
    }

    private void Say(string outcome, int status, EnforcementReport report, params (string Key, JsonNode? Value)[] more)
    {
        var line = new JsonObject
        {
            ["outcome"] = outcome,
            ["exit"] = status,
            ["session"] = Session,
            ["workspace"] = fence.Policy.Workspace.ToString(),
            ["report"] = Facts.Report(report, _ => true),
        };
        foreach (var (key, value) in more) line[key] = value;
        Messages.Error(line.ToJsonString() + "\n");
    }
}
