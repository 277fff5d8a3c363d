using System.CommandLine;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Running;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold shell</c>.</summary>
internal static partial class ShellCommand
{
    internal static Command Build()
    {
        var policy = new PolicyOptions();
        var timeout = PolicyOptions.Timeout();
        var json = new Option<bool>("--json")
            { Description = "The report after the shell as one line of JSON on standard error." };
        var command = new Command("shell", "An interactive shell inside the fence, on a terminal of its own.");
        policy.AddTo(command);
        command.Options.Add(timeout);
        command.Options.Add(json);
        command.SetAction(result =>
        {
            if (!HasTerminal)
                throw new CommandException("shell needs a terminal on standard input; without one: "
                    + $"pinfold run -- {Path.GetFileName(Shell)}");
            return Run.Execute(new(
                policy.Workspace(result), policy.Flags(result, result.GetValue(timeout)),
                [Shell], result.GetValue(json), OwnTerminal: true));
        });
        return command;
    }
}
