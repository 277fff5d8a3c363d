using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Egress;
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

    internal static JsonObject Of(EgressRecord record) => new()
    {
        ["via"] = Name(record.Entrance),
        ["outcome"] = Name(record.Outcome),
        ["host"] = OsText.Display(record.Host),
        ["port"] = record.Port,
        ["address"] = record.Address?.ToString(),
        ["sent"] = record.Sent,
        ["received"] = record.Received,
        ["rule"] = OsText.Display(record.Rule),
    };

    internal static JsonArray Denials(LaunchResult result) =>
        new([.. result.Denials.Select(d => (JsonNode)Denial(d))]);

    private static JsonObject Denial(Denial denial)
    {
        var json = new JsonObject { ["kind"] = Name(denial.Kind), ["object"] = OsText.Display(denial.Object) };
        if (denial.Rule is { } rule) json["rule"] = OsText.Display(rule);
        if (denial.Remedy is { } remedy) json["remedy"] = remedy;
        return json;
    }
}
