using System.CommandLine;
using Pinfold.Cli.Explaining;
using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold explain</c>.</summary>
internal static class ExplainCommand
{
    internal static Command Build()
    {
        var command = new Command("explain",
            "What the policy says about a request, by which rules, and what would change it. Status 0: allowed; 1: not.");
        command.Subcommands.Add(One("read", "May this file or folder be read?", "PATH",
            text => new Request.Read(CommandLinePath.Real("explain", CommandLinePath.FromHome(text)))));
        command.Subcommands.Add(One("write", "May this file or folder be made, changed or deleted?", "PATH",
            text => new Request.Write(CommandLinePath.Real("explain", CommandLinePath.FromHome(text)))));
        command.Subcommands.Add(One("connect", "May a connection be opened?", "HOST:PORT", Explain.Connect));
        var argv = CommandArguments.Make();
        command.Subcommands.Add(With("run", "May this program be started with these arguments?", argv,
            result => Explain.Run(result.GetValue(argv)!)));
        return command;
    }

    private static Command One(string name, string description, string what, Func<string, Request> request)
    {
        var argument = new Argument<string>(what);
        return With(name, description, argument, result => request(result.GetValue(argument)!));
    }

    private static Command With(string name, string description, Argument argument, Func<ParseResult, Request> request)
    {
        var policy = new PolicyOptions();
        var json = new Option<bool>("--json") { Description = "The decision as JSON on standard output." };
        var command = new Command(name, description);
        command.Arguments.Add(argument);
        policy.AddTo(command);
        command.Options.Add(json);
        command.SetAction(result =>
            Explain.Execute(request(result), policy.Workspace(result), policy.Flags(result), result.GetValue(json)));
        return command;
    }
}
