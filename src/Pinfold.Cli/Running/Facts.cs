using Pinfold.Cli.Output;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pinfold.Cli.Policies;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Egress;

namespace Pinfold.Cli.Running;

/// <summary>What a run writes into its journal.</summary>
internal static partial class Facts
{
    /// <summary>A journal's line has a limit, and an argument may have megabytes.</summary>
    private const int MaxWord = 4096, MaxWords = 128;

    internal static JsonObject Of(Fence fence) => new()
    {
        ["version"] = ProductVersion.Text,
        ["kernel"] = fence.Kernel,
        ["uid"] = fence.User,
        ["workspace"] = fence.Policy.Workspace.ToString(),
        ["profile"] = PolicyWords.Of(fence.Policy.Profile),
        ["network"] = PolicyWords.Of(fence.Policy.Network),
        ["policy"] = fence.Policy.Hash,
        ["accepted"] = new JsonArray([.. fence.Policy.Accepted.Select(c => (JsonNode)PolicyWords.Of(c))]),
    };

    internal static JsonObject Of(ImmutableArray<string> argv, CanonicalPath directory,
        IReadOnlyList<string> removed) => new()
        {
            ["argv"] = Words(argv),
            ["argc"] = argv.Length,
            ["directory"] = directory.ToString(),
            ["environment_removed"] = Words(removed),
        };

    internal static JsonArray Report(EnforcementReport report, Func<ControlReport, bool> which)
    {
        var controls = new JsonArray();
        foreach (var c in report.Controls)
        {
            if (which(c)) controls.Add((JsonNode)new JsonObject
            {
                ["control"] = PolicyWords.Of(c.Control),
                ["status"] = PolicyWords.Of(c.Status).Replace(' ', '_'), ["reason"] = c.Reason,
            });
        }

        return controls;
    }

    internal static JsonObject Of(EgressRecord record)
    {
        var json = new JsonObject
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
        if (record.Times > 1) json["times"] = record.Times;
        return json;
    }

    internal static JsonArray Denials(IEnumerable<Denial> denials) => new([.. denials.Select(d => (JsonNode)Of(d))]);

    internal static string Name<T>(T value)
        where T : struct, Enum => Name(value.ToString());

    /// <summary>As all of JSON here spells it: <c>timed_out</c> of <c>TimedOut</c>.</summary>
    internal static string Name(string member) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    private static JsonArray Words(IReadOnlyList<string> words)
    {
        var shown = new JsonArray();
        for (var i = 0; i < words.Count && i < MaxWords; i++)
            shown.Add((JsonNode)OsText.Display(words[i].Length > MaxWord ? words[i][..MaxWord] + "…" : words[i]));
        return shown;
    }

    private static JsonObject Of(Denial denial)
    {
        var json = new JsonObject { ["kind"] = Name(denial.Kind), ["object"] = OsText.Display(denial.Object) };
        if (denial.Rule is { } rule) json["rule"] = OsText.Display(rule);
        if (denial.Remedy is { } remedy) json["remedy"] = remedy;
        return json;
    }
}
