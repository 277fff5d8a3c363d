using System.Text.Json.Nodes;

namespace Pinfold.Core.Journal;

/// <summary>One thing that happened in a session: one line of JSON, chained by hash to the line before.</summary>
/// <param name="Sequence">Counts from 1 in a session.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What: <c>session</c>, <c>command</c>, <c>decision</c>, <c>report</c>, <c>exit</c>, <c>quarantine</c>, ….</param>
/// <param name="Data">The facts.</param>
/// <param name="Previous">Lower-case hex SHA-256 of the line before; 64 zeros in the first one.</param>
public sealed record JournalRecord(long Sequence, DateTimeOffset Time, string Kind, JsonObject Data, string Previous);
