using System.CommandLine;
using Pinfold.Cli.Policies;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold plan</c>.</summary>
internal static class PlanCommand
{
    internal static Command Build()
    {
        var policy = new PolicyOptions();
        var timeout = PolicyOptions.Timeout();
        var json = new Option<bool>("--json") { Description = "The plan as JSON on standard output." };
        var command = new Command("plan", "What would be applied on this host, and what it would enforce. Nothing is done.");
        policy.AddTo(command);
        command.Options.Add(timeout);
        command.Options.Add(json);
        command.SetAction(result => ShowPlan.Execute(policy.Workspace(result), policy.Flags(result, result.GetValue(timeout)), result.GetValue(json)));
        return command;
    }
}
