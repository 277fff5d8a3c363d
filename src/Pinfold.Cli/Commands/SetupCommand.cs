using System.CommandLine;
using Pinfold.Cli.Installing;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold setup</c>.</summary>
internal static class SetupCommand
{
    internal static Command Build()
    {
        var offline = new Option<string?>("--offline-account")
            { HelpName = "NAME",
                Description = "The account for offline commands. Default: " + SetupPlan.Offline + "." };
        var online = new Option<string?>("--online-account")
            { HelpName = "NAME", Description = "The account for online commands. Default: " + SetupPlan.Online + "." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be changed, and change nothing." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask first." };
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var command =
            new Command("setup",
                $"Set this host up for --mode elevated, once, as {Administrator.Who}: accounts, packet filter, "
                    + "launch service. Run again, it repairs.");
        foreach (var option in (Option[])[offline, online, dryRun, yes, json]) command.Options.Add(option);
        command.SetAction(result =>
            Install.Execute(result.GetValue(offline), result.GetValue(online), result.GetValue(dryRun),
                result.GetValue(yes), result.GetValue(json)));
        return command;
    }
}
