using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Logging;

/// <summary>Sessions by the names that users type.</summary>
internal static class Journals
{
    /// <summary>The session that <paramref name="text"/> names.</summary>
    internal static string Find(StateFolder? state, string text)
    {
        var id = text == "last" ? state?.Sessions().LastOrDefault() : text;
        if (id is null || state is null)
            throw new CommandException("there is no session yet; 'pinfold run' begins one");
        return SessionId.IsOne(id) ? id : throw new CommandException($"'{OsText.Display(text)}' is not a session's "
            + "name; 'pinfold log' lists them, 'last' is the newest");
    }

    /// <summary>What completion offers: names, the newest first.</summary>
    internal static IEnumerable<string> Names()
    {
        try
        {
            using var state = StateFolder.OpenExisting(UserFolders.Find().State);
            return ["last", .. state?.Sessions().Reverse() ?? []];
        }
        catch (Exception e) when (e is CommandException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    internal static FileStream Open(StateFolder state, string id) =>
        state.OpenJournal(id)
            ?? throw new CommandException($"there is no journal of session {id}; 'pinfold log' lists the sessions");
}
