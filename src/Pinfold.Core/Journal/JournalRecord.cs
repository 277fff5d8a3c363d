using System.Text.Json.Nodes;

namespace Pinfold.Core.Journal;

/// <summary>
/// One thing that happened in a session: one line of JSON, chained by hash to the line before (docs/journal.md).
/// </summary>
/// <param name="Sequence">Counts from 1 in a session.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What: <c>session</c>, <c>command</c>, <c>decision</c>, <c>report</c>, <c>exit</c>,
/// <c>quarantine</c>, ….</param>
/// <param name="Data">The facts.</param>
/// <param name="Previous">The hash of the record before; 64 zeros in the first one.</param>
/// <param name="Hash">Lower-case hex SHA-256 of this line's text up to its own hash.</param>
public sealed record JournalRecord(long Sequence, DateTimeOffset Time, string Kind, JsonObject Data,
    string Previous, string Hash)
{
    /// <summary>What comes before the first record.</summary>
    public static string NoHash { get; } = new('0', 64);

    /// <summary>The kind of a record that says that what stands before it was cut off when a writer died.</summary>
    public const string Tear = "tear";
}
