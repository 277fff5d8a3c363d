namespace Pinfold.Broker;

/// <summary>
/// Work that is done for one caller at a time, and whose result is everybody's who asked before it began: however many
/// ask at once, each waits for two attempts at most.
/// </summary>
/// <typeparam name="T">The result.</typeparam>
internal sealed class SharedAttempt<T>
{
    private readonly Lock _gate = new();
    private long _begun, _lastBegan;
    private T _last = default!;

    /// <summary>The result of an attempt that began after this was called.</summary>
    internal T Result(Func<T> attempt)
    {
        var before = Volatile.Read(ref _begun);
        lock (_gate)
        {
            if (_lastBegan > before) return _last;
            var number = _begun + 1;
            Volatile.Write(ref _begun, number);
            _last = attempt();
            _lastBegan = number; // one that threw has no result
            return _last;
        }
    }
}
