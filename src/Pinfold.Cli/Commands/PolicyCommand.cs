using System.CommandLine;
using Pinfold.Cli.Policies;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold policy</c>.</summary>
internal static class PolicyCommand
{
    internal static Command Build()
    {
        var command = new Command("policy", "Write, check and show policies.");
        command.Subcommands.Add(Init());
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Show());
        return command;
    }

    private static Command Init()
    {
        var project = new Option<bool>("--project")
            { Description = "The workspace's own file, .pinfold/policy.toml, which can only tighten. Default: "
                + "the user's file." };
        var workspace = Workspace();
        var command = new Command("init",
            "Write a commented policy file that changes nothing yet. An existing one is kept.");
        command.Options.Add(project);
        command.Options.Add(workspace);
        command.SetAction(result => PolicyInit.Execute(result.GetValue(workspace), result.GetValue(project)));
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string?>("FILE")
            { Arity = ArgumentArity.ZeroOrOne,
                Description = "Only this file. Default: every file that is in effect here." };
        var layer = PolicyOptions.Of(["machine", "user", "project"], new Option<PolicyLayer>("--as")
        {
            HelpName = "machine|user|project",
            Description = "Whose file FILE is. Default: project when it lies in a folder .pinfold, else user.",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var found = text switch { "machine" => PolicyLayer.Machine, "user" => PolicyLayer.User,
                    "project" => PolicyLayer.Project, _ => PolicyLayer.BuiltIn };
                if (found == PolicyLayer.BuiltIn)
                    result.AddError($"--as '{text}' is not a layer; write machine, user or project");
                return found;
            },
        });
        var workspace = Workspace();
        var json = new Option<bool>("--json") { Description = "The faults as JSON on standard output." };
        var command = new Command("check", "Check policy files and show every fault at once. Status 0: none; 1: some.");
        command.Arguments.Add(file);
        command.Options.Add(layer);
        command.Options.Add(workspace);
        command.Options.Add(json);
        command.SetAction(result =>
            PolicyCheck.Execute(result.GetValue(workspace), result.GetValue(file), result.GetValue(layer),
                result.GetValue(json)));
        return command;
    }

    private static Command Show()
    {
        var policy = new PolicyOptions();
        var timeout = PolicyOptions.Timeout();
        var json = new Option<bool>("--json") { Description = "The policy as JSON on standard output." };
        var command = new Command("show", "The policy in effect here, with where each rule comes from.");
        policy.AddTo(command);
        command.Options.Add(timeout);
        command.Options.Add(json);
        command.SetAction(result =>
            PolicyShow.Execute(policy.Workspace(result), policy.Flags(result, result.GetValue(timeout)),
                result.GetValue(json)));
        return command;
    }

    private static Option<string?> Workspace() =>
        new("--workspace", "-C") { HelpName = "FOLDER", Description = "The workspace. Default: the current folder." };
}
