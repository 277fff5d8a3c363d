using System.Net;

namespace Pinfold.Egress;

/// <summary>Names to addresses, outside the sandbox.</summary>
public interface INameResolver
{
    /// <summary>The addresses of <paramref name="name"/> in the order in which they are to be tried.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There are none, or nobody could be asked.</exception>
    Task<IPAddress[]> ResolveAsync(string name, CancellationToken end);
}
