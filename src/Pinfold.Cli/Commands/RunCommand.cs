using System.CommandLine;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Running;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold run</c>.</summary>
internal static class RunCommand
{
    internal static Command Build()
    {
        var policy = new PolicyOptions();
        var timeout = PolicyOptions.Timeout();
        var json = new Option<bool>("--json")
            { Description = "The report after the command as one line of JSON on standard error." };
        var argv = CommandArguments.Make();
        var command = new Command("run", "Run a command inside the fence.");
        policy.AddTo(command);
        command.Options.Add(timeout);
        command.Options.Add(json);
        command.Arguments.Add(argv);
        command.SetAction(result => Run.Execute(
            new(policy.Workspace(result), policy.Flags(result, result.GetValue(timeout)),
                [.. result.GetValue(argv)!], result.GetValue(json))));
        return command;
    }
}
