using System.Net.Sockets;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>A Unix socket of the host that listens at a path.</summary>
internal sealed class UnixListener : IDisposable
{
    private readonly Socket _socket;

    public UnixListener(string path, SocketType type = SocketType.Stream)
    {
        Path = path;
        _socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        if (type != SocketType.Dgram) _socket.Listen();
    }

    public string Path { get; }

    /// <summary>The control of every refusal: from outside, the same socket is reached.</summary>
    public bool Answers()
    {
        using var client = new Socket(AddressFamily.Unix, _socket.SocketType, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(Path));
        return client.Connected;
    }

    public void Dispose() => _socket.Dispose();
}
