using System.Text;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Native;

namespace Pinfold.Broker.Tests.Fixture;

/// <summary>The other end of a real <see cref="Connection"/>, over a real pair of local sockets.</summary>
internal sealed unsafe class Client : IDisposable
{
    private readonly LocalSocket _socket;
    private readonly Thread _server;

    public Client(IHost? host = null)
    {
        var pair = stackalloc int[2];
        LinuxException.Check(
            Libc.SocketPair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, pair), "socketpair");
        _socket = new(new(pair[0]));
        var theirs = new LocalSocket(new(pair[1]));
        _server = new Thread(() =>
        {
            new Connection(theirs, host ?? new TestHost(), new Launches(1024), new UnderWay(Connection.Patience))
                .Serve();
            theirs.Dispose();
        });
        _server.Start();
    }

    /// <summary>Sends, ends the stream, and reads the answer; null when the broker hung up without one.</summary>
    public (BrokerKind Kind, string Text)? Ask(ReadOnlySpan<byte> record, params ReadOnlySpan<int> descriptors)
    {
        if (record.Length > 0) Say(record, descriptors);
        _ = Libc.Shutdown(_socket.Number, 1 /* SHUT_WR */);
        return Answer();
    }

    public void Send(ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> descriptors) =>
        _socket.Send(bytes, descriptors);

    /// <summary>Descriptors go with the body, or with the head where there is no body.</summary>
    private void Say(ReadOnlySpan<byte> record, ReadOnlySpan<int> descriptors)
    {
        var head = Math.Min(BrokerHeader.Bytes, record.Length);
        _socket.Send(record[..head], record.Length > head ? default : descriptors);
        try
        {
            _socket.Send(record[head..], descriptors);
        }
        catch (LinuxException)
        {
            // EPIPE, ECONNRESET: the broker has heard enough
        }
    }

    private (BrokerKind Kind, string Text)? Answer()
    {
        var head = new byte[BrokerHeader.Bytes];
        var got = Receive(head);
        _server.Join();
        if (!got) return null;
        var header = BrokerHeader.Read(head, out _)!;
        var body = new byte[header.Length];
        if (body.Length > 0) _socket.Receive(body, TimeSpan.FromMinutes(5));
        return (header.Kind, Encoding.UTF8.GetString(body));
    }

    private bool Receive(byte[] head)
    {
        try
        {
            return _socket.Receive(head, TimeSpan.FromMinutes(5));
        }
        catch (LinuxException)
        {
            return false; // ECONNRESET: what was sent was not read
        }
    }

    public void Dispose() => _socket.Dispose();
}
