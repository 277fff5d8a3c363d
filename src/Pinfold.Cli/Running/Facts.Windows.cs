using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;

namespace Pinfold.Cli.Running;

internal static partial class Facts
{
    internal static JsonObject Of(Ending ending) => new()
    {
        ["outcome"] = ending.Outcome,
        ["status"] = ending.Status,
        ["failure"] = ending.Failure,
        ["gaps"] = Report(ending.Report, c => c.Status != EnforcementStatus.Enforced),
    };
}
