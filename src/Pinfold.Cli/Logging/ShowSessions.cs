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
        var line = new JsonObject { ["session"] = id, ["start"] = start.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) };
        using var journal = state.OpenJournal(id);
        foreach (var record in journal is null ? [] : JournalReader.Read(journal).Select(e => e.Record).OfType<JournalRecord>())
        {
            if (record.Kind == "session") line["workspace"] = record.Data["workspace"]?.DeepClone();
            else if (record.Kind == "command") line["argv"] = record.Data["argv"]?.DeepClone();
            else if (record.Kind == "exit") line["exit"] = record.Data["status"]?.DeepClone();
        }

        return line;
    }

    private static string Text(JsonObject line)
    {
        var exit = line["exit"]?.ToString() ?? "-";
        var argv = line["argv"] is JsonArray words ? string.Join(' ', words.Select(w => w?.ToString())) : "";
        if (argv.Length > 60) argv = argv[..59] + "…";
        return $"{line["session"]}  {exit,3}  {OsText.Display(line["workspace"]?.ToString() ?? "")}  {OsText.Display(argv)}\n";
    }
}
