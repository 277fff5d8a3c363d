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
        var timeout = new Option<TimeSpan?>("--timeout")
        {
            HelpName = "TIME",
            Description = "Kill the whole tree after this time: 90s, 30m, 2h, 250ms; a bare number is seconds.",
            CustomParser = result =>
            {
                if (DurationText.TryParse(result.Tokens[0].Value, out var time)) return time;
                result.AddError($"--timeout '{result.Tokens[0].Value}' is not a time; write a number and ms, s, m, h or d");
                return null;
            },
        };
        var json = new Option<bool>("--json") { Description = "The report after the command as one line of JSON on standard error." };
        var argv = new Argument<string[]>("COMMAND") { Arity = ArgumentArity.OneOrMore, Description = "The program and its arguments, after '--'." };
        var command = new Command("run", "Run a command inside the fence.");
        policy.AddTo(command);
        command.Options.Add(timeout);
        command.Options.Add(json);
        command.Arguments.Add(argv);
        command.SetAction(result => Run.Execute(
            new(policy.Workspace(result), policy.Flags(result, result.GetValue(timeout)), [.. result.GetValue(argv)!], result.GetValue(json))));
        return command;
    }
}
