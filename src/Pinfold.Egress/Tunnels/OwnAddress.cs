using System.Net;
using System.Net.Sockets;

namespace Pinfold.Egress.Tunnels;

/// <summary>
/// Whether an address is this machine's, which may well be a public one: connecting a datagram socket sends nothing, and shows the source that the kernel
/// would take, which for an own address is the address itself.
/// </summary>
internal static class OwnAddress
{
    internal static bool Is(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(address, 9));
            return ((IPEndPoint)socket.LocalEndPoint!).Address.Equals(address);
        }
        catch (SocketException)
        {
            return false; // no way leads there
        }
    }
}
