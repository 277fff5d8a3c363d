using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Explaining;

/// <summary>
/// <c>pinfold explain</c>: what the policy says about one request, by which rules, and what would change it.
/// </summary>
internal static partial class Explain
{
    /// <summary>Status 0 when it is allowed, else 1.</summary>
    internal static int Execute(Request request, string? workspace, PolicyFlags flags, bool json)
    {
        var (root, folders) = (WorkspaceFolder.Find(workspace), UserFolders.Find());
        var policy = PolicyFiles.Load(flags, root, folders, needsRoots: false);
        var warnings = PolicyWarnings.Of(policy);
        var decision = new DecisionEngine(policy, Reach(flags)).Decide(request);
        if (request is Request.Write write && decision.Remedy is { } remedy
            && remedy.Contains("--write", StringComparison.Ordinal) && !CommandLinePath.Exists(write.Path))
            decision = decision with
                { Remedy = $"make {write.Path} first, since a writable folder must exist; then {remedy}" };
        var check = Check(request, flags, () => Make(flags, root, folders));
        if (json)
        {
            var data = decision.ToJson();
            if (check is not null) data["access_check"] = new JsonArray([.. check.Select(l => (JsonNode)l)]);
            data["warnings"] = FaultJson.Of(warnings);
            Messages.Output(data.ToJsonString() + "\n");
        }
        else
        {
            if (!warnings.IsEmpty) Messages.Say(PolicyWarnings.Text(warnings));
            Messages.Output(Text(decision, Messages.OutputHasColour)
                + string.Concat((check ?? []).Select(l => OsText.Display(l) + "\n")));
        }

        return decision.Verdict == Verdict.Allow ? ExitStatus.Success : ExitStatus.No;
    }

    internal static string Text(Decision decision, bool colour)
    {
        var text = new StringBuilder(Word(decision.Verdict, colour)).Append(": ")
            .Append(OsText.Display(decision.Explanation)).Append('\n');
        var width = decision.Chain.Max(r => OsText.Display(r.Rule).Length);
        foreach (var reason in decision.Chain)
            text.Append($"  {OsText.Display(reason.Rule).PadRight(width)}  {PolicyWords.Of(reason.Verdict),-5}  "
                + $"{OsText.Display(reason.Origin.ToString())}\n");
        if (decision.Remedy is { } remedy) text.Append("to change that: ").Append(OsText.Display(remedy)).Append('\n');
        return text.ToString();
    }

    /// <summary>HOST:PORT, an IPv6 address in brackets.</summary>
    internal static Request.Connect Connect(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None,
            null, out var port) || port == 0)
            throw new CommandException(
                $"'{OsText.Display(text)}' is not HOST:PORT, such as example.org:443 or [::1]:8080");
        if (host.Contains(':', StringComparison.Ordinal) != (host is ['[', .., ']']))
            throw new CommandException($"write the IPv6 address in brackets: [{host.Trim('[', ']')}]:{port}");
        return new(host.Trim('[', ']'), port);
    }

    internal static Request.Run Run(string[] argv) => new([.. argv]);

    private static string Word(Verdict verdict, bool colour)
    {
        var (word, code) = verdict switch
        {
            Verdict.Allow => ("allowed", "32"),
            Verdict.Ask => ("asks first", "33"),
            _ => ("denied", "31")
        };
        return colour ? $"\e[{code}m{word}\e[0m" : word;
    }
}
