using System.Text.Json.Nodes;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Auditing;

/// <summary>What an audit did, as data: for the journal and for <c>--json</c>.</summary>
internal static class AuditFacts
{
    /// <summary>A journal's line has a limit, and a command can make very many names.</summary>
    private const int Most = 256;

    /// <summary>
    /// <c>{"quarantined":[{"item":1,"origin":"…","reason":"…"}],"learned":[…],"problems":[…],"folders":12}</c>.
    /// </summary>
    internal static JsonObject Of(AuditResult result) => new()
    {
        ["quarantined"] = List(result.Quarantined, Of),
        ["quarantined_count"] = result.Quarantined.Length,
        ["learned"] = List(result.Learned, p => p.ToString()),
        ["learned_count"] = result.Learned.Length,
        ["problems"] = List(result.Problems,
            p => new JsonObject { ["path"] = p.Path.ToString(), ["reason"] = OsText.Display(p.Reason) }),
        ["problems_count"] = result.Problems.Length,
        ["folders"] = result.Folders,
    };

    internal static JsonObject Of(QuarantinedItem item) => new()
    {
        ["item"] = item.Id, ["origin"] = item.Origin.ToString(), ["reason"] = OsText.Display(item.Reason),
    };

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> show) =>
        new([.. items.Take(Most).Select(show)]);
}
