using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Running;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Diagnosis;

/// <summary>
/// <c>pinfold doctor</c>: what of the policy holds on this host, what does not, and what would change that.
/// </summary>
internal static class Doctor
{
    private const int ManySessions = 10_000;
    private const string NothingRuns = "\nthe fence does not hold on this host as the policy asks: nothing runs\n";

    /// <summary>Status 0 when every command would run in a fence that holds, else 1.</summary>
    internal static int Execute(string? workspace, PolicyFlags flags, bool json)
    {
        var elevated = Elevated.Check();
        var (folders, root) = (UserFolders.Find(), WorkspaceFolder.Find(workspace));
        var faults = PolicyFiles.Read(flags, root, folders).Diagnostics;
        using var state = StateFolder.Open(folders.State);
        if (!faults.IsEmpty && PolicyFiles.Read(flags, root, folders, needsRoots: false).Policy is null)
        {
            // There is no fence to speak of; what is set up does not depend on it.
            if (json) Messages.Output(new JsonObject { ["holds"] = false, ["faults"] = FaultJson.Of(faults),
                ["elevated"] = elevated.State, ["findings"] = Json(elevated.Findings) }.ToJsonString() + "\n");
            else Messages.Output(Text(faults) + Text(elevated) + NothingRuns);
            return ExitStatus.No;
        }

        var fence = Fence.For(flags, root, folders, state.Path, needsRoots: faults.IsEmpty);
        var gaps = Gaps.Of(fence);
        var proof = fence.Policy.Profile == Profile.FullAccess ? "not needed: the profile full-access has no fence"
            : !faults.IsEmpty ? "not made: nothing runs in this folder"
            : gaps.IsEmpty ? Prove(fence) : "not made: the fence has gaps";
        var holds = faults.IsEmpty && gaps.IsEmpty && (proof is null || fence.Policy.Profile == Profile.FullAccess);
        var findings = Findings.Of(fence);
        findings.AddRange(PolicyWarnings.Of(fence.Policy).Select(
            w => new Finding(OsText.Display($"{w.Origin}: {w.Code} {w.Message}"), OsText.Display(w.Remedy))));
        if (state.Sessions().Count() is > ManySessions and var count)
            findings.Add(new($"{count} sessions lie in {state.Path}", "pinfold log --prune 30d"));
        findings.AddRange(elevated.Findings);
        if (json) Messages.Output(Json(fence, faults, proof, holds, elevated.State, findings).ToJsonString() + "\n");
        else Messages.Output(Text(faults) + Text(fence, proof, holds, elevated.State, findings));
        return holds ? ExitStatus.Success : ExitStatus.No;
    }

    /// <summary>Null when it holds.</summary>
    private static string? Prove(Fence fence)
    {
        try
        {
            return Proof.Fault(fence);
        }
        catch (Exception e) when (e is IOException)
        {
            return e.Message;
        }
    }

    private static string Text(Fence fence, string? proof, bool holds, string elevated, List<Finding> findings)
    {
        var colour = Messages.OutputHasColour;
        var text = new System.Text.StringBuilder();
        text.Append($"kernel     {fence.Kernel}\nworkspace  {fence.Policy.Workspace}\nprofile    "
            + $"{PolicyWords.Of(fence.Policy.Profile)}, network {PolicyWords.Of(fence.Policy.Network)}\n\n");
        foreach (var c in fence.Expected.Controls.OrderBy(c => !c.Asked || c.Status == EnforcementStatus.Enforced))
            text.Append($"{Word(c, fence, colour)} {PolicyWords.Of(c.Control),-12} {c.Reason}\n");
        text.Append($"{(proof is null ? Paint("holds       ", "32", colour) : Paint("no          ", "31;1", colour))} "
            + $"{"self-proof",-12} {proof ?? "attacks from inside the fence were denied"}\n");
        text.Append('\n').Append(Text((elevated, findings)));
        text.Append(holds ? "\nthe fence holds on this host\n" : NothingRuns);
        return text.ToString();
    }

    private static string Text(ImmutableArray<Diagnostic> faults) =>
        string.Concat(faults.Select(f => $"{OsText.Display(f.ToString())}\n\n"));

    private static string Text((string State, List<Finding> Findings) elevated) =>
        $"elevated mode: {elevated.State}\n"
            + string.Concat(elevated.Findings.Select(f => $"\n{f.What}\n  fix: {f.Fix}\n"));

    private static string Word(ControlReport c, Fence fence, bool colour)
    {
        var word = PolicyWords.Of(c.Status).PadRight(12);
        if (!c.Asked) return Paint("not asked   ", "2", colour);
        if (c.Status == EnforcementStatus.Enforced) return Paint(word, "32", colour);
        return Paint(word, fence.Policy.Accepted.Contains(c.Control) ? "33" : "31;1", colour);
    }

    private static string Paint(string text, string code, bool colour) => colour ? $"\e[{code}m{text}\e[0m" : text;

    private static JsonObject Json(Fence fence, ImmutableArray<Diagnostic> faults, string? proof, bool holds,
        string elevated, List<Finding> findings)
    {
        var json = new JsonObject { ["holds"] = holds, ["faults"] = FaultJson.Of(faults), ["kernel"] = fence.Kernel };
        foreach (var (key, value) in fence.Abilities) json[key] = value;
        json["workspace"] = fence.Policy.Workspace.ToString();
        json["profile"] = PolicyWords.Of(fence.Policy.Profile);
        json["policy"] = fence.Policy.Hash;
        json["controls"] = fence.Expected.ToJson();
        json["proof"] = proof ?? "holds";
        json["elevated"] = elevated;
        json["findings"] = Json(findings);
        return json;
    }

    private static JsonArray Json(List<Finding> findings) =>
        new([.. findings.Select(f => (JsonNode)new JsonObject { ["what"] = f.What, ["fix"] = f.Fix })]);
}
