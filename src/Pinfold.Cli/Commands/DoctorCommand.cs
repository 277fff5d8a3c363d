using System.CommandLine;
using Pinfold.Cli.Diagnosis;
using Pinfold.Cli.Installing;
using Pinfold.Cli.Policies;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold doctor</c>.</summary>
internal static class DoctorCommand
{
    internal static Command Build()
    {
        var policy = new PolicyOptions();
        var json = new Option<bool>("--json") { Description = "The findings as JSON on standard output." };
        var fix = new Option<bool>("--fix")
            { Description = $"Repair what 'pinfold setup' made, as {Administrator.Who}, and nothing else." };
        var command = new Command("doctor",
            "What holds on this host, what does not, and the fix. Status 0: the fence holds; 1: it does not.");
        policy.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(fix);
        command.SetAction(result => result.GetValue(fix)
            ? Elevated.Repair(result.GetValue(json))
            : Doctor.Execute(policy.Workspace(result), policy.Flags(result), result.GetValue(json)));
        return command;
    }
}
