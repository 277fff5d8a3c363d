using System.CommandLine;
using Pinfold.Cli.Installing;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold uninstall</c>.</summary>
internal static class UninstallCommand
{
    internal static Command Build()
    {
        var prove = new Option<bool>("--prove") { Description = "Compare the host with its state before setup. Status 1: something differs, and is named." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask first." };
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var command = new Command("uninstall", $"Take back all that setup changed, as {Administrator.Who}. Running elevated commands are ended.");
        foreach (var option in (Option[])[prove, yes, json]) command.Options.Add(option);
        command.SetAction(result => Uninstall.Execute(result.GetValue(prove), result.GetValue(yes), result.GetValue(json)));
        return command;
    }
}
