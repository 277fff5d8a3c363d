namespace Pinfold.Egress.Tunnels;

/// <summary>
/// Ends a connection on which no byte has moved for a time. A byte costs a look at the clock, and no timer.
/// </summary>
internal sealed class IdleWatch : IDisposable
{
    private readonly Traffic _traffic;
    private readonly CancellationTokenSource _end;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private TimeSpan _limit;
    private bool _isOver;

    /// <param name="traffic">What moves.</param>
    /// <param name="clock">Of the session.</param>
    /// <param name="limit">How long it may be quiet.</param>
    /// <param name="end">Ends it besides.</param>
    internal IdleWatch(Traffic traffic, TimeProvider clock, TimeSpan limit, CancellationToken end)
    {
        (_traffic, _limit) = (traffic, limit);
        _end = CancellationTokenSource.CreateLinkedTokenSource(end);
        _timer = clock.CreateTimer(_ => Look(), null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends what waits for the connection.</summary>
    internal CancellationToken End => _end.Token;

    /// <summary>Has it be quiet for <paramref name="limit"/> at most from now on.</summary>
    internal void Shorten(TimeSpan limit)
    {
        lock (_gate)
        {
            _limit = limit;
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    internal void Stop() => _end.Cancel();

    public void Dispose()
    {
        lock (_gate) _isOver = true;
        _timer.Dispose();
        _end.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_isOver) return;
            var left = _limit - _traffic.Quiet;
            if (left > TimeSpan.Zero) _timer.Change(left, Timeout.InfiniteTimeSpan);
            else _ = _end.CancelAsync(); // what waits goes on elsewhere: it may want this lock
        }
    }
}
