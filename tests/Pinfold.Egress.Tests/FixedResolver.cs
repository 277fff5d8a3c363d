using System.Net;
using System.Net.Sockets;

namespace Pinfold.Egress.Tests;

/// <summary>Names that lead where an attacker wants them to. Counts how often it was asked.</summary>
internal sealed class FixedResolver(string known, params string[] addresses) : INameResolver
{
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken end)
    {
        Interlocked.Increment(ref _asked);
        return name == known
            ? Task.FromResult(addresses.Select(IPAddress.Parse).ToArray())
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }
}
