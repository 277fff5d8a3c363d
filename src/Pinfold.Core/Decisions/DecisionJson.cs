using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// Decisions as data for agents and programs: keys in snake_case, a null remedy when nothing is needed.
/// </summary>
public static class DecisionJson
{
    /// <summary><c>{"request":…,"verdict":"deny","chain":[…],"explanation":"…","remedy":"…"}</c>.</summary>
    /// <remarks>Bytes that are not UTF-8 are shown as <c>\xNN</c>, as everywhere in print.</remarks>
    public static JsonObject ToJson(this Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return new()
        {
            ["request"] = Describe(decision.Request),
            ["verdict"] = Name(decision.Verdict),
            ["chain"] = new JsonArray([.. decision.Chain.Select(Describe)]),
            ["explanation"] = decision.Explanation,
            ["remedy"] = decision.Remedy,
        };
    }

    private static JsonObject Describe(Request request) => request switch
    {
        Request.Read r => new() { ["kind"] = "read", ["path"] = r.Path.ToString() },
        Request.Write w => new() { ["kind"] = "write", ["path"] = w.Path.ToString() },
        Request.Connect c => new() { ["kind"] = "connect", ["host"] = OsText.Display(c.Host ?? ""), ["port"] = c.Port },
        Request.Run r => new() { ["kind"] = "run", ["argv"] = Words(r.Argv) },
        _ => throw new UnreachableException(request.GetType().Name),
    };

    private static JsonArray Words(ImmutableArray<string> argv) =>
        [.. argv.IsDefault ? [] : argv.Select(a => (JsonNode)OsText.Display(a))];

    private static JsonObject Describe(Reason reason)
    {
        var origin = new JsonObject
            { ["layer"] = Snake(reason.Origin.Layer.ToString()), ["source"] = OsText.Display(reason.Origin.Source) };
        if (reason.Origin.Line > 0)
        {
            origin["line"] = reason.Origin.Line;
            origin["column"] = reason.Origin.Column;
        }

        return new() { ["rule"] = reason.Rule, ["verdict"] = Name(reason.Verdict), ["origin"] = origin };
    }

    private static string Name(Verdict verdict) => Snake(verdict.ToString());

    private static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
