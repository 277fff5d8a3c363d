using System.Text.Json.Nodes;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Linux.Setup;

namespace Pinfold.Cli.Installing;

/// <summary>Steps for people and programs.</summary>
internal static class StepText
{
    internal static string Line(SetupStep step) =>
        $"{Word(step.Outcome),-11}{OsText.Display(step.Change.Describe())}\n{(step.Note is null ? "" : $"           {OsText.Display(step.Note)}\n")}";

    /// <summary>Taking back is told by the undo.</summary>
    internal static string UndoLine(SetupStep step) =>
        $"{Word(step.Outcome),-11}{OsText.Display(step.Change.Undo)}\n{(step.Note is null ? "" : $"           {OsText.Display(step.Note)}\n")}";

    internal static JsonObject Json(SetupStep step)
    {
        var json = new JsonObject
        {
            ["kind"] = step.Change.GetType().Name, ["object"] = step.Change.Path, ["what"] = step.Change.Describe(), ["undo"] = step.Change.Undo,
            ["outcome"] = Word(step.Outcome),
        };
        if (step.Note is not null) json["note"] = step.Note;
        return json;
    }

    internal static JsonArray Json(IEnumerable<SetupStep> steps) => new([.. steps.Select(s => (JsonNode)Json(s))]);

    internal static string Plan(IEnumerable<SetupStep> steps) => string.Concat(steps.Select(Line));

    internal static SetupStep Planned(LedgerChange change, bool holds) => new(change, holds ? SetupOutcome.Held : SetupOutcome.Planned);

    private static string Word(SetupOutcome outcome) => outcome switch
    {
        SetupOutcome.Held => "holds",
        SetupOutcome.Made => "made",
        SetupOutcome.Repaired => "repaired",
        SetupOutcome.TakenBack => "taken back",
        _ => "to make",
    };
}
