using System.CommandLine;
using Pinfold.Cli.Logging;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold log</c>.</summary>
internal static class LogCommand
{
    internal static Command Build()
    {
        var session = new Argument<string?>("SESSION")
            { HelpName = "SESSION", Arity = ArgumentArity.ZeroOrOne,
                Description = "A session's name, or 'last'. Default: all of them, a line each." };
        session.CompletionSources.Add(
            _ => Journals.Names().Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        var check = new Option<bool>("--check")
            { Description = "Check that journals are as they were written. Status 0: they are; 1: a fault." };
        var json = new Option<bool>("--json")
            { Description = "JSON on standard output, a line for each record, session or checked journal." };
        var prune = PolicyOptions.Duration("--prune",
            "Remove sessions that began longer ago than this and have nothing in quarantine.");
        var command = new Command("log",
            "What happened: the sessions, the journal of one, and whether journals are whole.");
        command.Arguments.Add(session);
        command.Options.Add(check);
        command.Options.Add(json);
        command.Options.Add(prune);
        command.SetAction(result =>
        {
            var (id, asJson) = (result.GetValue(session), result.GetValue(json));
            if (result.GetValue(prune) is { } age)
                return id is null && !result.GetValue(check)
                    ? Prune.Execute(age, asJson)
                    : throw new CommandException("--prune stands alone: without SESSION and --check");
            if (result.GetValue(check)) return CheckJournals.Execute(id, asJson);
            return id is null ? ShowSessions.Execute(asJson) : ShowJournal.Execute(id, asJson);
        });
        return command;
    }
}
