using System.CommandLine;
using Pinfold.Cli.Verifying;
using Pinfold.Core.Attacks;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold verify</c>.</summary>
internal static class VerifyCommand
{
    internal static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "The report as JSON on standard output." };
        var list = new Option<bool>("--list") { Description = "List the attacks and what each would gain, and run none." };
        var family = new Option<string?>("--family") { HelpName = "NAME", Description = "Only this family." };
        var attack = new Option<string[]>("--attack") { HelpName = "NAME", Description = "Only this attack. Repeatable.", AllowMultipleArgumentsPerToken = false };
        var without = new Option<AttackLayers>("--without")
        {
            HelpName = "landlock|seccomp|mounts",
            Description = "Leave a mechanism out, to show that the others hold by themselves.",
            Hidden = true,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var layer = text switch { "landlock" => AttackLayers.Landlock, "seccomp" => AttackLayers.Seccomp, "mounts" => AttackLayers.Mounts, _ => AttackLayers.None };
                if (layer == AttackLayers.None) result.AddError($"--without '{text}' is not a mechanism; write landlock, seccomp or mounts");
                return layer;
            },
        };
        var command = new Command("verify", "Run every attack on this host; each must be denied.");
        command.Options.Add(json);
        command.Options.Add(list);
        command.Options.Add(family);
        command.Options.Add(attack);
        command.Options.Add(without);
        command.SetAction(result => Verify.Execute(new(
            result.GetValue(json), result.GetValue(list), result.GetValue(family), [.. result.GetValue(attack) ?? []], result.GetValue(without))));
        return command;
    }
}
