using System.Text.Json;
using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Planning;

/// <summary>Plans as data for programs.</summary>
public static class PlanJson
{
    /// <summary>
    /// <c>{"steps":[{"kind":"read_only","control":"handoffs","path":"/ws/.vscode","text":"…","undo":"…"},
    /// …],"expected":[…]}</c>.
    /// </summary>
    public static JsonObject ToJson(this Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new()
            { ["steps"] = new JsonArray([.. plan.Steps.Select(Describe)]), ["expected"] = plan.Expected.ToJson() };
    }

    private static JsonObject Describe(PlanStep step)
    {
        var json = new JsonObject { ["kind"] = Name(step.GetType().Name), ["control"] = Name(step.Control.ToString()) };
        if (step is PlanStep.Landlock { Rules: var rules })
        {
            json["rules"] = new JsonArray(
                [.. rules.Select(
                    r => new JsonObject { ["path"] = r.Path.ToString(), ["access"] = $"0x{r.Access:x}" })]);
        }

        if (PathOf(step) is { } path) json["path"] = path.ToString();
        json["text"] = step.Describe();
        json["undo"] = step.Undo;
        return json;
    }

    private static CanonicalPath? PathOf(PlanStep step) => step switch
    {
        PlanStep.JoinCgroup s => s.Path,
        PlanStep.Placeholder s => s.Path,
        PlanStep.Writable s => s.Path,
        PlanStep.OwnerView s => s.Path,
        PlanStep.GrantAccess s => s.Path,
        PlanStep.PrivateFolder s => s.Path,
        PlanStep.Pin s => s.Path,
        PlanStep.ReadOnly s => s.Path,
        PlanStep.Hide s => s.Path,
        PlanStep.Reveal s => s.Path,
        _ => null,
    };

    private static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
