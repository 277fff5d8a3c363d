using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>A service outside, played by the host: it only notices that somebody reached it.</summary>
internal sealed unsafe class Server : IDisposable
{
    internal const int Stream = 1, Datagram = 2, Packets = 5;
    private readonly Descriptor _socket;
    private readonly string? _path;

    internal Server(int family, int type, Address address, string? path = null)
    {
        _path = path;
        _socket = new(
            (int)Check(SystemCall.Call(Sys.Socket, family, type | Flag.CloseOnExec | Flag.NonBlocking, 0), "socket"));
        Check(SystemCall.Call(Sys.Bind, _socket.Number, address.Pointer, address.Length), "bind");
        if (type != Datagram) Check(SystemCall.Call(Sys.Listen, _socket.Number, 1024), "listen");
    }

    /// <summary>The port that the kernel chose.</summary>
    internal int Port
    {
        get
        {
            var address = stackalloc byte[28];
            int size = 28;
            Check(SystemCall.Call(Sys.Getsockname, _socket.Number, (nint)address, (nint)(&size)), "getsockname");
            return (address[2] << 8) | address[3];
        }
    }

    internal int Descriptor => _socket.Number;

    /// <summary>A connection or a datagram waits.</summary>
    internal bool WasReached
    {
        get
        {
            var poll = stackalloc int[2];
            poll[0] = _socket.Number;
            poll[1] = 1; // POLLIN
            return SystemCall.Call(Sys.Poll, (nint)poll, 1, 0) == 1 && (poll[1] >> 16 & 1) != 0;
        }
    }

    /// <summary>The datagram that waits, as text; null when there is none.</summary>
    internal string? Receive() => SystemCall.Read(_socket.Number, 2048);

    public void Dispose()
    {
        _socket.Dispose();
        if (_path is not null) File.Delete(_path);
    }

    private static nint Check(nint result, string call) =>
        result >= 0
            ? result
            : throw new InvalidOperationException($"{call} of a test service: {LinuxException.Symbol((int)-result)}");
}
