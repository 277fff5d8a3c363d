using System.Runtime.ExceptionServices;

namespace Pinfold.Egress;

/// <summary>
/// Keeps what is written down of a session bounded, as the command chooses how much there is: a record for each
/// connection that is carried until they have taken <see cref="MostCarriedBytes"/>, for each host that is new beyond
/// that, and for each refusal that is new; sums of the rest. What was carried and what was not are counted apart, so
/// that none crowds the other out, and each byte that was carried is in one record. Any thread may ask.
/// </summary>
public sealed class EgressLog
{
    /// <summary>
    /// Bytes of the records of single connections: some 150,000 of them, more than any honest command makes.
    /// </summary>
    public const long MostCarriedBytes = 64 << 20;

    /// <summary>
    /// Hosts, with their ports, that are told from each other; connections to further ones have one sum together.
    /// </summary>
    public const int MostHosts = 10_000;

    /// <summary>Different refusals that are told from each other; the same again is counted.</summary>
    public const int MostRefused = 10_000;

    /// <summary>
    /// Bytes of sums after which they are written a second more rarely: a day of sums grows with its root.
    /// </summary>
    public const int Pace = 16 * 1024;

    private static readonly EgressRecord
        Others = new(EgressEntrance.Unknown, EgressOutcome.Carried, "", 0, "connections to further hosts"),
        Omitted = new(EgressEntrance.Unknown, EgressOutcome.Refused, "", 0, "further refusals");

    private readonly Lock _gate = new();
    private readonly Func<EgressRecord, int> _write;
    private readonly ITimer _timer;
    private readonly HashSet<(string Host, int Port)> _hosts = [];
    private readonly HashSet<EgressRecord> _refused = [];
    private readonly Dictionary<EgressRecord, EgressRecord> _sums = [];
    private ExceptionDispatchInfo? _fault;
    private long _carriedBytes, _sumBytes;
    private bool _isEnded;

    /// <param name="write">Writes a record, and says how many bytes it took.</param>
    /// <param name="clock">Null: the system's.</param>
    public EgressLog(Func<EgressRecord, int> write, TimeProvider? clock = null)
    {
        _write = write;
        var never = Timeout.InfiniteTimeSpan;
        _timer = (clock ?? TimeProvider.System).CreateTimer(_ => Look(), null, never, never);
    }

    /// <summary>Writes <paramref name="record"/>, or counts it: then it is in a sum a moment later.</summary>
    public void Add(EgressRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
        {
            _fault?.Throw();
            if (record.Outcome == EgressOutcome.Carried) AddCarried(record);
            else AddRefused(record);
        }
    }

    /// <summary>Writes what was counted and not written yet: once, when nothing comes any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_isEnded) return;
            _isEnded = true;
            _timer.Dispose();
            _fault?.Throw();
            WriteSums();
        }
    }

    private void AddCarried(EgressRecord record)
    {
        var end = (record.Host, record.Port);
        var isNew = _hosts.Count < MostHosts && _hosts.Add(end);
        if (isNew || _carriedBytes < MostCarriedBytes) _carriedBytes += _write(record);
        else if (!_hosts.Contains(end)) Count(Others, record);
        else Count(Others with { Host = record.Host, Port = record.Port, Rule = "further connections" }, record);
    }

    private void AddRefused(EgressRecord record)
    {
        var key = record with { Address = null, Remedy = null, Sent = 0, Received = 0 };
        if (_refused.Contains(key)) Count(key, record);
        else if (_refused.Count < MostRefused && _refused.Add(key)) _write(record);
        else Count(Omitted, record);
    }

    private void Count(EgressRecord key, EgressRecord one)
    {
        var wait = TimeSpan.FromSeconds(Math.Max(1, _sumBytes / Pace));
        if (_sums.Count == 0) _timer.Change(wait, Timeout.InfiniteTimeSpan);
        var sum = _sums.GetValueOrDefault(key, key with { Times = 0 });
        _sums[key] = sum with
            { Times = sum.Times + 1, Sent = sum.Sent + one.Sent, Received = sum.Received + one.Received };
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_isEnded) return;
            try
            {
                WriteSums();
            }
            catch (Exception e)
            {
                _fault = ExceptionDispatchInfo.Capture(e); // whoever comes next hears of it
            }
        }
    }

    private void WriteSums()
    {
        foreach (var sum in _sums.Values) _sumBytes += _write(sum);
        _sums.Clear();
    }
}
