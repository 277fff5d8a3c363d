using System.Text.Json.Nodes;
using Pinfold.Core.Journal;

namespace Pinfold.Cli.Sessions;

/// <summary>One agent at work: an id and a journal. What cannot be written down does not happen.</summary>
internal sealed class Session : IDisposable
{
    private readonly JournalWriter _journal;

    private Session(string id, JournalWriter journal) => (Id, _journal) = (id, journal);

    /// <summary>Its name.</summary>
    internal string Id { get; }

    internal static Session Begin(StateFolder state)
    {
        var id = SessionId.Next(TimeProvider.System);
        return Over(id, state.CreateJournal(id));
    }

    /// <summary>Goes on with a session that has ended; null when it has no journal.</summary>
    internal static Session? Resume(StateFolder state, string id) =>
        state.ReopenJournal(id) is { } stream ? Over(id, stream) : null;

    /// <returns>Bytes that it took.</returns>
    /// <exception cref="JournalException">The record is not there.</exception>
    internal int Record(string kind, JsonObject data)
    {
        _journal.Append(kind, data, out var bytes);
        return bytes;
    }

    public void Dispose() => _journal.Dispose();

    private static Session Over(string id, Stream stream)
    {
        try
        {
            return new(id, JournalWriter.Open(stream, TimeProvider.System));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
