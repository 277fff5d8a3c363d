using System.Text.Json;
using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Planning.Windows;

/// <summary>Windows plans as data for programs.</summary>
public static class WindowsPlanJson
{
    /// <summary>
    /// <c>{"steps":[{"kind":"label_name","control":"handoffs","path":"C:\\ws\\.vscode","sddl":"(ML;…)","is_there":false,"kept":true,
    /// "text":"…","undo":"…"}, …],"expected":[{…,"remedy":"…"}]}</c>.
    /// </summary>
    public static JsonObject ToJson(this WindowsPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var expected = plan.Expected.ToJson();
        for (var i = 0; i < expected.Count; i++)
            if (plan.Remedies.TryGetValue(plan.Expected.Controls[i].Control, out var remedy))
                expected[i]!["remedy"] = remedy;
        return new() { ["steps"] = new JsonArray([.. plan.Steps.Select(Describe)]), ["expected"] = expected };
    }

    private static JsonObject Describe(WindowsStep step)
    {
        var json = new JsonObject { ["kind"] = Name(step.GetType().Name), ["control"] = Name(step.Control.ToString()) };
        var (path, sddl, isThere) = step switch
        {
            WindowsStep.Pin s => (s.Path, null, null),
            WindowsStep.GrantRoot s => (s.Path, s.Entry.ToString(), s.IsThere),
            WindowsStep.LabelRoot s => (s.Path, s.Label.ToString(), s.IsThere),
            WindowsStep.DenyDeleteChild s => (s.Path, s.Entry.ToString(), s.IsThere),
            WindowsStep.DenyName s => (s.Path, s.Entry.ToString(), s.IsThere),
            WindowsStep.LabelName s => (s.Path, s.Label.ToString(), s.IsThere),
            WindowsStep.HideSecret s => (s.Path, s.Label.ToString(), s.IsThere),
            WindowsStep.RevealSecret s => (s.Path, s.Label.ToString(), s.IsThere),
            WindowsStep.KeepControl s => (s.Path, s.Entry.ToString(), s.IsThere),
            WindowsStep.GrantRead s => (s.Path, s.Entry.ToString(), s.IsThere),
            WindowsStep.ShowFolder s => (s.Path, s.Entry.ToString(), s.IsThere),
            WindowsStep.Placeholder s => (s.Path, s.Descriptor, null),
            WindowsStep.PrivateTemp s => (s.Path, s.Descriptor, null),
            WindowsStep.CreateWindowStation s => (null, s.Descriptor, null),
            WindowsStep.CreateDesktop s => (null, s.Descriptor, null),
            WindowsStep.CreateToken s => (null, s.DefaultDacl, null),
            WindowsStep.LogOn s => (null, s.DefaultDacl, null),
            _ => ((CanonicalPath?)null, (string?)null, (bool?)null),
        };
        if (path is { } p) json["path"] = WindowsPath.ToWin32(p);
        if (sddl is not null) json["sddl"] = sddl;
        if (isThere is { } there) json["is_there"] = there;
        if (step is WindowsStep.CreateToken token)
        {
            json["level"] = token.Level.ToString();
            json["own_sddl"] = token.Descriptor;
            json["deny_only"] = new JsonArray([.. token.DenyOnly.Select(s => (JsonNode)s.ToString())]);
            json["restricting"] = new JsonArray([.. token.RestrictingSids.Select(s => (JsonNode)s.ToString())]);
        }

        if (step is WindowsStep.LogOn logon)
        {
            json["account"] = logon.Account.Sid.ToString();
            json["level"] = logon.Level.ToString();
            json["own_sddl"] = logon.Descriptor;
            json["groups"] = new JsonArray([.. logon.Groups.Select(s => (JsonNode)s.ToString())]);
            json["restricting"] = new JsonArray([.. logon.RestrictingSids.Select(s => (JsonNode)s.ToString())]);
        }

        json["kept"] = step.IsKept;
        json["text"] = step.Describe();
        json["undo"] = step.Undo;
        return json;
    }

    private static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
