using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Journal;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Auditing;

/// <summary><c>pinfold restore</c>: what audits moved away, and the way back.</summary>
internal static class Restore
{
    /// <summary>Everything that is in a quarantine, with the command that restores it.</summary>
    internal static int List(bool json)
    {
        using var state = StateFolder.OpenExisting(UserFolders.Find().State);
        (string Session, QuarantinedItem Item)[] all = state is null
            ? []
            : [.. state.Sessions()
                .SelectMany(s => Audits.In(state).QuarantineOf(state.Session(s)).List().Select(i => (s, i)))];
        if (json)
        {
            var items = all.Select(a => (JsonNode)With(a.Session, a.Item));
            Messages.Output(new JsonObject { ["items"] = new JsonArray([.. items]) }.ToJsonString() + "\n");
        }
        else if (all.Length == 0)
        {
            Messages.Output("the quarantine is empty\n");
        }
        else
        {
            Messages.Output(string.Concat(all.Select(a => $"{a.Item.Origin}\n  {OsText.Display(a.Item.Reason)}\n  "
                + $"look: {state!.Session(a.Session).Combine($"quarantine/{a.Item.Id}/item")}\n  back: "
                + $"pinfold restore {a.Session} {a.Item.Id}\n")));
        }

        return ExitStatus.Success;
    }

    /// <summary>
    /// Moves items back, or removes them for good: each by itself, so that one that cannot go leaves the others alone.
    /// </summary>
    internal static int Execute(string session, string[] names, bool discard, bool json)
    {
        if (session == "last") session = Newest();
        if (!SessionId.IsOne(session))
            throw new CommandException($"'{OsText.Display(session)}' is not a session's name; "
                + "'pinfold restore' alone lists what can be restored");
        using var state = StateFolder.Open(UserFolders.Find().State);
        var auditor = Audits.In(state);
        var quarantine = auditor.QuarantineOf(state.Session(session));
        var chosen = Choose(quarantine.List(), names, session);
        using var journal = Session.Resume(state, session)
            ?? throw new CommandException($"session {session} has no journal, so nothing of it can be moved");
        var done = new JsonArray();
        var failed = new JsonArray();
        foreach (var item in chosen)
        {
            try
            {
                // what cannot be written down does not happen
                journal.Record(discard ? "discard" : "restore", AuditFacts.Of(item));
                if (discard) quarantine.Remove(item.Id);
                else auditor.Restore(quarantine, item.Id);
                done.Add((JsonNode)With(session, item));
                if (!json) Messages.Output($"{(discard ? "removed" : "restored")} {item.Origin}{(discard ? "" : ", protected from now on")}\n");
            }
            catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not JournalException)
            {
                failed.Add((JsonNode)new JsonObject
                    { ["origin"] = item.Origin.ToString(), ["reason"] = OsText.Display(e.Message) });
                if (!json) Messages.Say($"{item.Origin} stays in the quarantine: {OsText.Display(e.Message)}");
            }
        }

        var count = failed.Count;
        if (json)
            Messages.Output(new JsonObject
                { [discard ? "removed" : "restored"] = done, ["failed"] = failed }.ToJsonString() + "\n");
        return count == 0 ? ExitStatus.Success : ExitStatus.No;
    }

    /// <summary>As <c>pinfold log last</c>.</summary>
    private static string Newest()
    {
        using var state = StateFolder.OpenExisting(UserFolders.Find().State);
        return state?.Sessions().LastOrDefault()
            ?? throw new CommandException("there is no session yet; 'pinfold run' begins one");
    }

    /// <summary>All of them, or those that are named by number or by path. Every wrong name is told at once.</summary>
    private static List<QuarantinedItem> Choose(ImmutableArray<QuarantinedItem> items, string[] names, string session)
    {
        if (names.Length == 0)
            return items.IsEmpty
                ? throw new CommandException($"the quarantine of session {session} is empty")
                : [.. items];
        var chosen = new List<QuarantinedItem>();
        var faults = new List<string>();
        foreach (var name in names)
        {
            var found = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? items.Where(i => i.Id == id).ToArray()
                : [.. items.Where(i => i.Origin == CommandLinePath.Real("restore", name))];
            if (found.Length == 0)
                faults.Add($"'{OsText.Display(name)}' is not in the quarantine of session {session}");
            chosen.AddRange(found);
        }

        return faults.Count == 0 ? [.. chosen.Distinct()] : throw new CommandException(faults);
    }

    private static JsonObject With(string session, QuarantinedItem item)
    {
        var json = AuditFacts.Of(item);
        json["session"] = session;
        return json;
    }
}
