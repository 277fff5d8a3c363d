using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
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
        ["denials"] = Denials(result.Denials),
        ["denials_omitted"] = result.DenialsOmitted,
    };
}
