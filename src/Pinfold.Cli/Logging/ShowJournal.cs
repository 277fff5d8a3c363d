using System.Globalization;
using System.Text;
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
            if (entry.Record is not { } record) Messages.Say($"line {entry.Line} is no record; 'pinfold log {id} --check' says what is wrong");
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
            if (value is not (null or System.Text.Json.Nodes.JsonArray { Count: 0 }))
                text.Append($"    {key,-20} {OsText.Display(value.ToJsonString())}\n");
        return text.ToString();
    }
}
