namespace Pinfold.Egress.Tunnels;

/// <summary>Bytes of one connection. Each direction is counted by one task; read after both have ended.</summary>
internal sealed class Traffic(TimeProvider clock)
{
    private long _moved = clock.GetTimestamp();

    internal long Sent { get; private set; }

    internal long Received { get; private set; }

    /// <summary>How long no byte has moved, either way; any task may ask.</summary>
    internal TimeSpan Quiet => clock.GetElapsedTime(Volatile.Read(ref _moved));

    internal void AddSent(int bytes)
    {
        Sent += bytes;
        Volatile.Write(ref _moved, clock.GetTimestamp());
    }

    internal void AddReceived(int bytes)
    {
        Received += bytes;
        Volatile.Write(ref _moved, clock.GetTimestamp());
    }
}
