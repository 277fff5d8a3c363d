namespace Pinfold.Egress.Tunnels;

/// <summary>Bytes of one connection. Each direction is counted by one task; read after both have ended.</summary>
internal sealed class Traffic
{
    internal long Sent { get; private set; }

    internal long Received { get; private set; }

    internal void AddSent(int bytes) => Sent += bytes;

    internal void AddReceived(int bytes) => Received += bytes;
}
