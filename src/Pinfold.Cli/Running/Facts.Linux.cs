using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Running;

internal static partial class Facts
{
    internal static JsonObject Of(LaunchResult result) => new()
    {
        ["outcome"] = Name(result.Outcome),
        ["status"] = result.ExitStatus,
        ["failure"] = result.Failure,
        ["gaps"] = Report(result.Report, c => c.Status != EnforcementStatus.Enforced),
        ["denials"] = Denials(result),
        ["denials_omitted"] = result.DenialsOmitted,
    };

    internal static JsonArray Denials(LaunchResult result) =>
        new([.. result.Denials.Select(d => (JsonNode)new JsonObject { ["kind"] = Name(d.Kind), ["object"] = OsText.Display(d.Object) })]);
}
