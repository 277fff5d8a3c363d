using System.Net;

namespace Pinfold.Egress;

/// <summary>The host's own resolver: its files, its servers, its order (getaddrinfo(3)).</summary>
public sealed class SystemResolver : INameResolver
{
    /// <inheritdoc/>
    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken end) => Dns.GetHostAddressesAsync(name, end);
}
