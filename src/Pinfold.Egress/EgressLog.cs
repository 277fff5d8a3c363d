namespace Pinfold.Egress;

/// <summary>
/// Keeps what is written down of a session bounded, as the command chooses how much there is: records of their own first, then sums. What was carried and what was not are counted apart,
/// so that none crowds the other out, and each byte that was carried is in a record. Any thread may ask.
/// </summary>
/// <param name="write">Writes a record.</param>
public sealed class EgressLog(Action<EgressRecord> write)
{
    /// <summary>Connections with a record of their own; further ones are summed by host and port.</summary>
    public const int MostCarried = 10_000;

    /// <summary>Different refusals that are told from each other; the same again is counted.</summary>
    public const int MostRefused = 10_000;

    /// <summary>Hosts with a sum of their own; further ones have one together.</summary>
    public const int MostHosts = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<EgressRecord, int> _refused = [];
    private readonly Dictionary<(string Host, int Port), EgressRecord> _carried = [];
    private EgressRecord? _others, _omitted;
    private int _lines;

    /// <summary>Writes <paramref name="record"/>, or counts it.</summary>
    public void Add(EgressRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
            if (record.Outcome == EgressOutcome.Carried ? !IsLine(record) : !IsNew(record)) return;
        write(record);
    }

    /// <summary>Writes what was counted: once, when nothing comes any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            foreach (var (record, again) in _refused)
                if (again > 0) write(record with { Times = again });
            foreach (var sum in (IEnumerable<EgressRecord?>)[.. _carried.Values, _others, _omitted])
                if (sum is not null) write(sum);
        }
    }

    private bool IsLine(EgressRecord record)
    {
        if (++_lines <= MostCarried) return true;
        var end = (record.Host, record.Port);
        if (_carried.TryGetValue(end, out var sum)) _carried[end] = Sum(sum, record);
        else if (_carried.Count < MostHosts) _carried[end] = new(EgressEntrance.Unknown, EgressOutcome.Carried, record.Host, record.Port, "further connections") { Sent = record.Sent, Received = record.Received };
        else _others = _others is null ? new(EgressEntrance.Unknown, EgressOutcome.Carried, "", 0, "connections to further hosts") { Sent = record.Sent, Received = record.Received } : Sum(_others, record);
        return false;
    }

    private bool IsNew(EgressRecord record)
    {
        var key = record with { Address = null, Remedy = null, Sent = 0, Received = 0 };
        if (_refused.TryGetValue(key, out var again)) _refused[key] = again + 1;
        else if (_refused.Count < MostRefused) return _refused.TryAdd(key, 0);
        else _omitted = _omitted is null ? new(EgressEntrance.Unknown, EgressOutcome.Refused, "", 0, "further refusals") : Sum(_omitted, record);
        return false;
    }

    private static EgressRecord Sum(EgressRecord sum, EgressRecord one) => sum with { Times = sum.Times + 1, Sent = sum.Sent + one.Sent, Received = sum.Received + one.Received };
}
