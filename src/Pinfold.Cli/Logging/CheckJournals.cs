using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Running;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Journal;

namespace Pinfold.Cli.Logging;

/// <summary><c>pinfold log --check</c>.</summary>
internal static class CheckJournals
{
    private static readonly JournalReport NoJournal = new(0, 0, JournalRecord.NoHash,
        [new(0, JournalFaultKind.Missing, "there is no journal")], []);

    /// <summary>Status 1 when a journal is not as it was written.</summary>
    internal static int Execute(string? session, bool json)
    {
        using var state = StateFolder.OpenExisting(UserFolders.Find().State);
        var sessions = session is null ? state?.Sessions().ToArray() ?? [] : [Journals.Find(state, session)];
        var whole = 0;
        foreach (var id in sessions)
        {
            using var journal = session is null ? state!.OpenJournal(id) : Journals.Open(state!, id);
            var report = journal is null ? NoJournal : JournalCheck.Run(journal);
            if (report.IsIntact) whole++;
            if (json) Messages.Output(Json(id, report).ToJsonString() + "\n");
            else if (session is not null || !report.IsIntact) Messages.Output(Text(id, report));
        }

        if (!json && session is null)
            Messages.Output($"{whole} of {sessions.Length} journals are as they were written\n");
        return whole == sessions.Length ? ExitStatus.Success : ExitStatus.No;
    }

    private static string Text(string id, JournalReport report)
    {
        var lines = report.Faults.Select(f => $"  {f.Message}").Prepend($"{id}: {report.Records} records, "
            + $"{(report.IsIntact ? $"whole; the last hash is {report.Head}" : "NOT whole:")}");
        return string.Join('\n',
            lines.Concat(report.Tears.Select(t => $"  line {t} records a tear: a writer died there"))) + "\n";
    }

    private static JsonObject Json(string id, JournalReport report) => new()
    {
        ["session"] = id,
        ["intact"] = report.IsIntact,
        ["records"] = report.Records,
        ["head"] = report.Head,
        ["faults"] =
            new JsonArray([.. report.Faults.Select(f =>
                (JsonNode)new JsonObject { ["line"] = f.Line, ["kind"] = Facts.Name(f.Kind),
                    ["message"] = f.Message })]),
        ["tears"] = new JsonArray([.. report.Tears.Select(t => (JsonNode)t)]),
    };
}
