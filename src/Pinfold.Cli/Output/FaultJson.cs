using System.Text.Json.Nodes;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Output;

/// <summary>
/// Faults and warnings for programs: each with its <c>message</c>, one of a policy also with its code, place and
/// remedy.
/// </summary>
internal static class FaultJson
{
    internal static JsonObject Of(Diagnostic fault) => new()
    {
        ["code"] = fault.Code,
        ["layer"] = PolicyWords.Of(fault.Origin.Layer),
        ["path"] = OsText.Display(fault.Origin.Source),
        ["line"] = fault.Origin.Line,
        ["column"] = fault.Origin.Column,
        ["message"] = OsText.Display(fault.Message),
        ["remedy"] = OsText.Display(fault.Remedy),
    };

    internal static JsonObject Of(string message) => new() { ["message"] = message };

    internal static JsonArray Of(IEnumerable<Diagnostic> faults) => new([.. faults.Select(f => (JsonNode)Of(f))]);

    /// <summary>What a program reads in place of a result, when nothing was done.</summary>
    internal static string Failure(Exception fault, int status)
    {
        var faults = (fault as CommandException)?.Faults ?? [Of(fault.Message)];
        var failure = faults.Count == 1 ? fault.Message : $"{faults.Count} faults, and nothing was done";
        return new JsonObject
        {
            ["outcome"] = "failed", ["exit"] = status, ["failure"] = failure, ["faults"] = new JsonArray([.. faults])
        }
            .ToJsonString() + "\n";
    }
}
