using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pinfold.Core.Enforcement;

/// <summary>
/// Reports as data for programs: <c>[{"control":"writes","status":"enforced","asked":true,"reason":"…"}, …]</c>.
/// </summary>
public static class EnforcementJson
{
    /// <summary>One object for each control, in the order of <see cref="Control"/>.</summary>
    public static JsonArray ToJson(this EnforcementReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. report.Controls.Select(c => (JsonNode)new JsonObject
            {
                ["control"] = Name(c.Control.ToString()), ["status"] = Name(c.Status.ToString()),
                ["asked"] = c.Asked, ["reason"] = c.Reason,
            }),
        ];
    }

    private static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
