using System.Globalization;
using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Journal;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Logging;

/// <summary><c>pinfold log</c>: the sessions, oldest first.</summary>
internal static class ShowSessions
{
    private static readonly string[] Audits = ["quarantined", "restored", "discarded"];

    internal static int Execute(bool json)
    {
        using var state = StateFolder.OpenExisting(UserFolders.Find().State);
        foreach (var id in state?.Sessions() ?? [])
        {
            var line = Of(state!, id);
            Messages.Output(json ? line.ToJsonString() + "\n" : Text(line));
        }

        return ExitStatus.Success;
    }

    private static JsonObject Of(StateFolder state, string id)
    {
        _ = SessionId.TryRead(id, out var start);
        var line = new JsonObject
            { ["session"] = id, ["start"] = start.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) };
        using var journal = state.OpenJournal(id);
        foreach (var record in journal is null
            ? []
            : JournalReader.Read(journal).Select(e => e.Record).OfType<JournalRecord>())
        {
            if (record.Kind == "session") line["workspace"] = record.Data["workspace"]?.DeepClone();
            else if (record.Kind == "command") line["argv"] = record.Data["argv"]?.DeepClone();
            else if (record.Kind == "exit") line["exit"] = record.Data["status"]?.DeepClone();
            else if (record.Kind == "audit") Add(line, "quarantined", (int?)record.Data["quarantined_count"] ?? 0);
            else if (record.Kind is "restore" or "discard")
                Add(line, record.Kind == "restore" ? "restored" : "discarded", 1);
        }

        return line;
    }

    private static void Add(JsonObject line, string key, int count) => line[key] = ((int?)line[key] ?? 0) + count;

    private static string Text(JsonObject line)
    {
        var exit = line["exit"]?.ToString() ?? "-";
        var argv = line["argv"] is JsonArray words ? string.Join(' ', words.Select(w => w?.ToString()))
            : line["quarantined"] is null ? "" : "(an audit alone)";
        if (argv.Length > 60) argv = argv[..59] + "…";
        var audits = string.Join(", ", Audits.Where(k => ((int?)line[k] ?? 0) > 0).Select(k => $"{line[k]} {k}"));
        return $"{line["session"]}  {exit,3}  {OsText.Display(line["workspace"]?.ToString() ?? "")}  {OsText.Display(argv)}"
            + (audits.Length > 0 ? $"  [{audits}]\n" : "\n");
    }
}
