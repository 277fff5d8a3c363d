using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Running;

/// <summary>
/// What Pinfold says after a command, as one short block or one line of JSON on standard error. Nothing to say: nothing
/// is said.
/// </summary>
internal sealed class RunReport(bool json, Fence fence)
{
    private const string Hint =
        "if a file was refused ('Permission denied', 'Read-only file system'): pinfold explain write PATH, or read PATH";

    /// <summary>The session, once there is one.</summary>
    internal string? Session { get; set; }

    /// <summary>What the workspace is that a person may not have meant, or null.</summary>
    internal string? Note { get; init; }

    /// <summary>What the policy says that does nothing on this host.</summary>
    internal ImmutableArray<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Who looks on is told, after a failure with nothing else to say, how to ask why.</summary>
    internal bool Hints { get; init; }

    internal int Refuse(ImmutableArray<ControlReport> gaps)
    {
        if (json)
            Say("refused", ExitStatus.Refused, fence.Expected, ("gaps", Facts.Report(fence.Expected, gaps.Contains)));
        else Messages.Say(Gaps.Describe(gaps));
        return ExitStatus.Refused;
    }

    internal int Refuse(Decision decision)
    {
        var remedy = decision.Remedy is null ? "" : $"\n  {decision.Remedy}";
        var asked = decision.Verdict == Verdict.Ask ? ", and nobody gave it at a terminal" : "";
        if (json) Say("refused", ExitStatus.Refused, fence.Expected, ("decision", decision.ToJson()));
        else Messages.Say($"refused: {decision.Explanation}{asked}{remedy}");
        return ExitStatus.Refused;
    }

    /// <summary>Nothing ran, because the fence could not be shown to hold.</summary>
    internal int Fail(string fault)
    {
        if (json) Say("failed", ExitStatus.Failed, fence.Expected, ("failure", fault));
        else Messages.Say($"nothing ran: {fault}\n  'pinfold verify' runs every attack and shows what holds");
        return ExitStatus.Failed;
    }

    internal int End(Ending ending)
    {
        if (json) Say(ending.Outcome, ending.Status, ending.Report, [("failure", ending.Failure), .. ending.More]);
        else if (ending.Lines.Count > 0) Messages.Say(string.Join('\n', ending.Lines));
        else if (Hints && ending is { Outcome: "exited", Status: not 0 } && Messages.ErrorIsTerminal)
            Messages.Say(Hint);
        return ending.Status;
    }

    private void Say(string outcome, int status, EnforcementReport report, params (string Key, JsonNode? Value)[] more)
    {
        var line = new JsonObject
        {
            ["outcome"] = outcome,
            ["exit"] = status,
            ["session"] = Session,
            ["workspace"] = fence.Policy.Workspace.ToString(),
            ["note"] = Note,
            ["warnings"] = FaultJson.Of(Warnings),
            ["report"] = Facts.Report(report, _ => true),
        };
        foreach (var (key, value) in more) line[key] = value;
        Messages.Error("\n" + line.ToJsonString() + "\n"); // what the command wrote last may have no end of line
    }
}
