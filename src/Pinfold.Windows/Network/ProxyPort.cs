using System.Net;
using System.Net.Sockets;

namespace Pinfold.Windows.Network;

/// <summary>Where the egress proxy of a command listens. The filters know one port, so one command at a time has it.</summary>
public static class ProxyPort
{
    private const int Backlog = 512;

    /// <summary>A socket that accepts at 127.0.0.1 and that nobody else can share (SO_EXCLUSIVEADDRUSE).</summary>
    /// <param name="wanted">The port; 0: any.</param>
    /// <param name="port">The one that it has.</param>
    /// <exception cref="IOException">Somebody else has it.</exception>
    public static Socket Listen(ushort wanted, out ushort port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, wanted));
            socket.Listen(Backlog);
            port = (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException(
                $"the egress proxy's place 127.0.0.1:{wanted} is taken ({e.SocketErrorCode}): wait until the other command with an allow list has ended, or end the program that listens there", e);
        }
    }
}
