using System.Text.Json.Nodes;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>A merged policy as JSON, for programs. Paths that are not UTF-8 are shown as <see cref="OsText.Display"/>
/// shows them.</summary>
internal static class PolicyJson
{
    internal static JsonObject Of(SandboxPolicy policy) => new()
    {
        ["hash"] = policy.Hash,
        ["workspace"] = policy.Workspace.ToString(),
        ["profile"] = PolicyWords.Of(policy.Profile),
        ["accept"] = Array(policy.Accepted, c => PolicyWords.Of(c)),
        ["filesystem"] = new JsonObject
        {
            ["write"] = Array(policy.Write, Rule),
            ["deny_read"] = Array(policy.DenyRead, Rule),
            ["read"] = Array(policy.Read, Rule),
            ["protect"] = Array(policy.Protect, r => With(r.Origin, "name", Text(r.Name))),
            ["protect_paths"] = Array(policy.ProtectPaths, Rule),
        },
        ["network"] = new JsonObject
        {
            ["mode"] = PolicyWords.Of(policy.Network),
            ["allow"] = Array(policy.Allow,
                h => With(h.Origin, "host", $"{(h.Subdomains ? "*." : "")}{h.Host}:{h.Port}")),
            ["loopback"] = Array(policy.Loopback, p => p),
        },
        ["commands"] = Array(policy.Commands, Rule),
        ["limits"] = new JsonObject
        {
            ["processes"] = policy.Limits.Processes,
            ["memory_bytes"] = policy.Limits.Memory,
            ["time_seconds"] = policy.Limits.Time?.TotalSeconds,
            ["temp_bytes"] = policy.Limits.Temp,
        },
        ["guard"] = new JsonObject { ["deletions"] = policy.GuardDeletions },
        ["environment"] = new JsonObject
        {
            ["remove"] = Array(policy.Environment.Remove, Variable),
            ["remove_always"] = Array(policy.Environment.RemoveAlways, Variable),
            ["keep"] = Array(policy.Environment.Keep, Variable),
            ["set"] = Array(policy.Environment.Set, Set),
        },
    };

    private static JsonObject Rule(PathRule rule)
    {
        var json = rule.Path is { } path
            ? With(rule.Origin, "path", path.ToString())
            : With(rule.Origin, "pattern", rule.Shown);
        if (!SandboxPolicy.IsReopenable(rule)) json["always"] = true;
        return json;
    }

    private static JsonObject Rule(CommandRule rule)
    {
        var json = With(rule.Origin, "decision", PolicyWords.Of(rule.Verdict));
        json["prefix"] = Array(rule.Prefix, Text);
        return json;
    }

    private static JsonObject Variable(VariableRule rule) => With(rule.Origin, "name", Text(rule.Name));

    private static JsonObject Set(VariableValue variable)
    {
        var json = With(variable.Origin, "name", Text(variable.Name));
        json["value"] = Text(variable.Value);
        return json;
    }

    private static JsonObject With(Origin origin, string key, JsonNode value) => new()
    {
        [key] = value,
        ["layer"] = PolicyWords.Of(origin.Layer),
        ["origin"] = Text(origin.ToString()),
    };

    private static JsonValue Text(string text) => JsonValue.Create(OsText.Display(text));

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> show) => new([.. items.Select(show)]);
}
