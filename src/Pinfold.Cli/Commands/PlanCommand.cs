using System.CommandLine;
using Pinfold.Cli.Output;
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
        var command = new Command("plan",
            "What would be applied on this host, and what it would enforce. Nothing is done.");
        policy.AddTo(command);
        command.Options.Add(timeout);
        command.Options.Add(json);
        var host = new Option<string>("--host") { HelpName = "HOST",
            Description = "this (default), or windows: a Windows host that is described." };
        host.AcceptOnlyFromAmong("this", "windows");
        var facts = new Option<string?>("--facts") { HelpName = "FILE",
            Description = "With --host windows: the host, as JSON. Default: a typical Windows 11." };
        command.Options.Add(host);
        command.Options.Add(facts);
        command.SetAction(result => result.GetValue(host) == "windows"
            ? ShowWindowsPlan.Execute(policy.Workspace(result), policy.AsWritten(result, result.GetValue(timeout)),
                result.GetValue(facts),
                result.GetValue(json))
            : result.GetValue(facts) is not null
                ? throw new CommandException("--facts describes another host; say which with --host windows")
            : ShowPlan.Execute(policy.Workspace(result), policy.Flags(result, result.GetValue(timeout)),
                result.GetValue(json)));
        return command;
    }
}
