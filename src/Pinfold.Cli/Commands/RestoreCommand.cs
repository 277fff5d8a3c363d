using System.CommandLine;
using Pinfold.Cli.Auditing;
using Pinfold.Cli.Logging;
using Pinfold.Cli.Output;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold restore</c>.</summary>
internal static class RestoreCommand
{
    internal static Command Build()
    {
        var session = new Argument<string?>("SESSION")
            { HelpName = "SESSION", Arity = ArgumentArity.ZeroOrOne,
                Description = "Whose quarantine, or 'last'. Default: list every quarantine." };
        session.CompletionSources.Add(
            _ => Journals.Names().Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        var names = new Argument<string[]>("NAME")
            { Arity = ArgumentArity.ZeroOrMore,
                Description = "What to move back, by path or number. Default: everything of that session." };
        var discard = new Option<bool>("--discard") { Description = "Remove it for good instead." };
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var command = new Command("restore",
            "What the audit after a command moved away: list it, move it back, or remove it for good.");
        command.Arguments.Add(session);
        command.Arguments.Add(names);
        command.Options.Add(discard);
        command.Options.Add(json);
        command.SetAction(result =>
        {
            var (id, remove) = (result.GetValue(session), result.GetValue(discard));
            if (id is null)
                return remove
                    ? throw new CommandException("--discard needs a SESSION; 'pinfold restore' lists them")
                    : Restore.List(result.GetValue(json));
            return Restore.Execute(id, result.GetValue(names) ?? [], remove, result.GetValue(json));
        });
        return command;
    }
}
