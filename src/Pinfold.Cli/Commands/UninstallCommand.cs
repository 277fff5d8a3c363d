using System.CommandLine;
using Pinfold.Cli.Installing;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold uninstall</c>.</summary>
internal static class UninstallCommand
{
    internal static Command Build()
    {
        var prove = new Option<bool>("--prove")
            { Description = "Compare the host with its state before setup. Status 1: something differs, "
                + "and is named." };
        var mine = new Option<bool>("--mine")
            { Description = "Take back no more than what your own commands have left on your folders. "
                + "Needs no administrator." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask first." };
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var command = new Command("uninstall",
            $"Take back all that setup changed, as {Administrator.Who}. Running elevated commands are ended.");
        foreach (var option in (Option[])(OwnFolders.AreChanged ? [prove, mine, yes, json] : [prove, yes, json]))
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(mine) && result.GetValue(prove))
                result.AddError("--prove is about the whole host: give it without --mine");
        });
        command.SetAction(result => Uninstall.Execute(result.GetValue(prove), result.GetValue(mine),
            result.GetValue(yes), result.GetValue(json)));
        return command;
    }
}
