using System.CommandLine;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Verifying;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold verify</c>.</summary>
internal static partial class VerifyCommand
{
    internal static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "The report as JSON on standard output." };
        var list = new Option<bool>("--list")
            { Description = "List the attacks and what each would gain, and run none." };
        var family = PolicyOptions.Later(() => Verify.Families,
            new Option<string?>("--family") { HelpName = "NAME", Description = "Only this family." });
        var attack = PolicyOptions.Later(() => Verify.Names, new Option<string[]>("--attack")
            { HelpName = "NAME", Description = "Only this attack. Repeatable.",
                AllowMultipleArgumentsPerToken = false });
        var command = new Command("verify", "Run every attack on this host; each must be denied.");
        command.Options.Add(json);
        command.Options.Add(list);
        command.Options.Add(family);
        command.Options.Add(attack);
        var mode = PolicyOptions.Mode();
        command.Options.Add(mode);
        var without = Without(command);
        command.SetAction(result => Verify.Execute(new(
            result.GetValue(json), result.GetValue(list), result.GetValue(family), [.. result.GetValue(attack) ?? []],
                without(result), result.GetValue(mode))));
        return command;
    }
}
