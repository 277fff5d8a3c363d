using System.Net;
using System.Net.Sockets;

namespace Pinfold.Egress;

/// <summary>
/// Whether an address is this machine's, which may well be a public one, as any system tells it: a socket can be bound
/// to it (bind(2), EADDRNOTAVAIL).
/// </summary>
/// <remarks>Linux may be told to let sockets be bound to any address (ip_nonlocal_bind), and has routes to itself that
/// nobody can bind to; there a host asks for the route.</remarks>
public static class OwnAddress
{
    /// <summary>False only where the system says so: what cannot be found out counts as this machine's.</summary>
    public static bool Is(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is not (SocketError.AddressNotAvailable
                or SocketError.AddressFamilyNotSupported or SocketError.InvalidArgument);
        }
    }
}
