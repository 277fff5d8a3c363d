using System.Net;
using System.Net.Sockets;

namespace Pinfold.Windows.Network;

/// <summary>Where the egress proxy of a command listens.</summary>
public static class ProxyPort
{
    private const int Backlog = 512;

    /// <summary>
    /// A socket that accepts at 127.0.0.1, at the first port of a row that is free, and that nobody else can share
    /// (SO_EXCLUSIVEADDRUSE).
    /// </summary>
    /// <param name="first">The row's first port; 0: any port.</param>
    /// <param name="port">The one that it has.</param>
    /// <param name="count">Ports of the row.</param>
    /// <exception cref="IOException">Others have all of them.</exception>
    public static Socket Listen(ushort first, out ushort port, int count = 1)
    {
        SocketException? last = null;
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                { ExclusiveAddressUse = true };
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, first + i));
                socket.Listen(Backlog);
                port = (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
        }

        var row = count == 1 ? $"127.0.0.1:{first} is" : $"127.0.0.1:{first}-{first + count - 1} are all";
        throw new IOException(
            $"the places of egress proxies, {row} taken ({last?.SocketErrorCode}): wait until another command with an allow list has ended, or end the programs that listen there", last);
    }
}
