namespace Pinfold.Broker;

/// <summary>
/// What each user has under way in the broker before anything of it is known: launches that are read, checked and let
/// in. A launch holds descriptors and memory, so that one user has a few at a time; the others wait for them.
/// </summary>
/// <param name="patience">How long.</param>
internal sealed class UnderWay(TimeSpan patience)
{
    /// <summary>Launches of one user: their descriptors are fewer than the usual limit of a process.</summary>
    internal const int MaxLaunches = 12;

    /// <summary>Bytes of one user's launches.</summary>
    internal const int MaxBytes = 32 << 20;

    private readonly Dictionary<uint, (int Launches, int Bytes)> _users = [];

    /// <summary>False when the user has as many as there may be, and none of them ends in time.</summary>
    internal bool TryBegin(uint uid)
    {
        lock (_users)
        {
            for (var until = Environment.TickCount64 + (long)patience.TotalMilliseconds; ;)
            {
                var (launches, bytes) = _users.GetValueOrDefault(uid);
                if (launches < MaxLaunches)
                {
                    _users[uid] = (launches + 1, bytes);
                    return true;
                }

                var left = until - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_users, (int)left)) return false;
            }
        }
    }

    /// <summary>False when it would be more than one user may have.</summary>
    internal bool TryHold(uint uid, int bytes)
    {
        lock (_users)
        {
            var (launches, held) = _users[uid];
            if (held + bytes > MaxBytes) return false;
            _users[uid] = (launches, held + bytes);
            return true;
        }
    }

    /// <summary>A launch has ended, and lets go of what it held.</summary>
    internal void End(uint uid, int bytes)
    {
        lock (_users)
        {
            var (launches, held) = _users[uid];
            if (launches == 1) _users.Remove(uid);
            else _users[uid] = (launches - 1, held - bytes);
            Monitor.PulseAll(_users);
        }
    }
}
