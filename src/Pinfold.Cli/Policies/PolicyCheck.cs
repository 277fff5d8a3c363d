using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary><c>pinfold policy check</c>.</summary>
internal static class PolicyCheck
{
    /// <param name="workspace">As typed.</param>
    /// <param name="file">Only this file; null: all that are in effect.</param>
    /// <param name="layer">Whose <paramref name="file"/> is; built-in: told by its place.</param>
    /// <param name="json">As JSON.</param>
    internal static int Execute(string? workspace, string? file, PolicyLayer layer, bool json)
    {
        var folders = UserFolders.Find();
        var root = WorkspaceFolder.Find(workspace);
        (PolicyLayer Layer, CanonicalPath Path)[] places = file is null
            ? PolicyFiles.Places(folders, root)
            : [One(file, layer)];
        var sources = PolicyFiles.Sources(places);
        if (file is not null && sources.Count == 0) throw new CommandException($"{places[0].Path} does not exist");
        var (policy, faults) = PolicyFiles.Merge(sources, new(), root, folders, needsRoots: false);
        var warnings = policy is null ? [] : PolicyWarnings.Of(policy, denials: true);
        if (json) Messages.Output(Json(sources, faults, warnings).ToJsonString() + "\n");
        else Messages.Output(Text(places, sources, faults, warnings));
        return faults.IsEmpty ? ExitStatus.Success : ExitStatus.No;
    }

    private static (PolicyLayer, CanonicalPath) One(string file, PolicyLayer layer)
    {
        var path = CommandLinePath.Real("policy check", file);
        if (layer == PolicyLayer.BuiltIn)
            layer = path.Parent.Name == ".pinfold" ? PolicyLayer.Project : PolicyLayer.User;
        return (layer, path);
    }

    private static string Text((PolicyLayer Layer, CanonicalPath Path)[] places, List<PolicySource> sources,
        ImmutableArray<Diagnostic> faults, ImmutableArray<Diagnostic> warnings)
    {
        var lines = faults.Select(f => OsText.Display(f.ToString())).ToList();
        if (!warnings.IsEmpty) lines.Add(PolicyWarnings.Text(warnings));
        foreach (var (layer, path) in places)
        {
            var word = layer.ToString().ToLowerInvariant();
            var found = sources.Exists(s => s.Layer == layer);
            var warned = warnings.Count(w => w.Origin.Layer == layer);
            lines.Add(
                $"{word,-8} {path}: {(found ? Count(faults.Count(f => f.Origin.Layer == layer), "fault") : "none")}"
                + (warned > 0 ? $", {Count(warned, "warning")}" : ""));
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string Count(int count, string what) =>
        count switch { 0 => $"no {what}", 1 => $"1 {what}", _ => $"{count} {what}s" };

    private static JsonObject Json(List<PolicySource> sources, ImmutableArray<Diagnostic> faults,
        ImmutableArray<Diagnostic> warnings) => new()
        {
            ["ok"] = faults.IsEmpty,
            ["files"] = new JsonArray([.. sources.Select(s =>
                (JsonNode)new JsonObject { ["layer"] = PolicyWords.Of(s.Layer), ["path"] = OsText.Display(s.Name) })]),
            ["faults"] = FaultJson.Of(faults),
            ["warnings"] = FaultJson.Of(warnings),
        };
}
