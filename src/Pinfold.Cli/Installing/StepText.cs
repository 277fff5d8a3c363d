using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Running;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Installing;

/// <summary>Steps for people and programs.</summary>
internal static class StepText
{
    /// <summary>Keeps each step, and tells it at once where the result is for people.</summary>
    internal static Action<SetupStep> Progress(List<SetupStep> steps, bool json) => step =>
    {
        steps.Add(step);
        if (!json) Messages.Output(Line(step));
    };

    /// <summary>Taking back is told by the undo.</summary>
    private static string Line(SetupStep step)
    {
        var what = step.Outcome == SetupOutcome.TakenBack ? step.Change.Undo : step.Change.Describe();
        return $"{Word(step.Outcome),-11}{OsText.Display(what)}\n{(step.Note is null ? "" : $"           {OsText.Display(step.Note)}\n")}";
    }

    internal static JsonObject Json(SetupStep step)
    {
        var json = new JsonObject
        {
            ["kind"] = Facts.Name(step.Change.GetType().Name), ["object"] = step.Change.Path,
            ["what"] = step.Change.Describe(), ["undo"] = step.Change.Undo,
            ["outcome"] = Word(step.Outcome).Replace(' ', '_'),
        };
        if (step.Note is not null) json["note"] = step.Note;
        return json;
    }

    internal static JsonArray Json(IEnumerable<SetupStep> steps) => new([.. steps.Select(s => (JsonNode)Json(s))]);

    internal static string Plan(IEnumerable<SetupStep> steps) => string.Concat(steps.Select(Line));

    internal static SetupStep Planned(LedgerChange change, bool holds) =>
        new(change, holds ? SetupOutcome.Held : SetupOutcome.Planned);

    private static string Word(SetupOutcome outcome) => outcome switch
    {
        SetupOutcome.Held => "holds",
        SetupOutcome.Made => "made",
        SetupOutcome.Repaired => "repaired",
        SetupOutcome.TakenBack => "taken back",
        _ => "to make",
    };
}
