using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Journal;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Logging;

/// <summary><c>pinfold log SESSION</c>.</summary>
internal static class ShowJournal
{
    internal static int Execute(string session, bool json)
    {
        using var state = StateFolder.OpenExisting(UserFolders.Find().State);
        var id = Journals.Find(state, session);
        using var journal = Journals.Open(state!, id);
        foreach (var entry in JournalReader.Read(journal))
        {
            if (entry.Record is not { } record)
                Messages.Say($"line {entry.Line} is no record; 'pinfold log {id} --check' says what is wrong");
            else Messages.Output(json ? Encoding.UTF8.GetString(entry.Text.Span).TrimEnd('\n') + "\n" : Text(record));
        }

        return ExitStatus.Success;
    }

    private static string Text(JournalRecord record)
    {
        var text =
            new StringBuilder(record.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture))
                .Append($"  {record.Kind}\n");
        foreach (var (key, value) in record.Data)
            foreach (var line in value is JsonArray list ? Lines(list) : value is null ? [] : [value.ToJsonString()])
                text.Append($"    {key,-20} {OsText.Display(line)}\n");
        return text.ToString();
    }

    /// <summary>A line for each thing, as what an audit moved; words stay together, as a command's.</summary>
    private static IEnumerable<string> Lines(JsonArray list)
    {
        if (list.Count == 0) return [];
        return list.All(i => i is JsonObject)
            ? list.OfType<JsonObject>()
                .Select(i => string.Join("  ", i.Where(p => p.Value is not null).Select(p => $"{p.Key} {p.Value}")))
            : [list.ToJsonString()];
    }
}
