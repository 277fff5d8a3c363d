using System.Net.Sockets;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>
/// Our end of the local socket on which the first process inside hands over the sockets of the egress step.
/// </summary>
internal sealed unsafe class EgressHandover : IDisposable
{
    private const int ShutBoth = 2;
    private readonly Descriptor _ours;
    private readonly LocalSocket _socket;

    private EgressHandover(Descriptor ours) => (_ours, _socket) = (ours, new(ours));

    /// <summary>Ours; the end that the launcher inherits joins <paramref name="inherited"/>.</summary>
    internal static EgressHandover Create(List<Socket> inherited)
    {
        var pair = stackalloc int[2];
        LinuxException.Check(
            Libc.SocketPair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, pair), "socketpair");
        inherited.Add(new(new SafeSocketHandle(pair[1], ownsHandle: true)));
        return new(new(pair[0]));
    }

    internal EgressSockets? Take()
    {
        var received = new List<Descriptor>();
        try
        {
            if (!_socket.Receive(stackalloc byte[1], TimeSpan.MaxValue, received) || received.Count < 2) return null;
            var sockets = received.ConvertAll(Adopt);
            return new(sockets[0], sockets[1], [.. sockets[2..]]);
        }
        catch (Exception e) when (e is LinuxException or ObjectDisposedException)
        {
            return null; // the command has ended meanwhile
        }
        finally
        {
            foreach (var descriptor in received) descriptor.Dispose();
        }
    }

    /// <summary>Whoever waits in <see cref="Take"/> gets nothing.</summary>
    public void Dispose()
    {
        if (_ours.IsClosed) return;
        _ = Libc.Shutdown(_ours.Number, ShutBoth);
        _socket.Dispose();
    }

    private static Socket Adopt(Descriptor descriptor)
    {
        var socket = new Socket(new SafeSocketHandle(descriptor.Number, ownsHandle: true));
        descriptor.SetHandleAsInvalid();
        return socket;
    }
}
