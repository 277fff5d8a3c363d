using System.Buffers;
using System.Net.Sockets;
using Pinfold.Egress.Tunnels;

namespace Pinfold.Egress;

/// <summary>A connection from inside while its request is read: bytes that were read too far are kept.</summary>
internal sealed class Client(Socket socket, CancellationToken end) : IDisposable
{
    private byte[] _buffer = [];

    internal Socket Socket => socket;

    /// <summary>Ends when the session does.</summary>
    internal CancellationToken End => end;

    /// <summary>What has been read and not been used.</summary>
    internal ReadOnlyMemory<byte> Data => _buffer.AsMemory(0, Length);

    internal int Length { get; private set; }

    /// <summary>
    /// Waits until something is there, without holding memory for it, and reads it. False: the client has ended.
    /// </summary>
    /// <param name="most">Bytes that may be kept; reading beyond is a fault of the caller.</param>
    /// <param name="until">Ends the wait.</param>
    internal async ValueTask<bool> ReadAsync(int most, CancellationToken until)
    {
        if (Length == 0) await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, until);
        if (Length == _buffer.Length) Grow(Math.Min(most, Math.Max(4096, _buffer.Length * 2)));
        var length = await socket.ReceiveAsync(_buffer.AsMemory(Length), SocketFlags.None, until);
        Length += length;
        return length > 0;
    }

    /// <summary>The first <paramref name="count"/> bytes are used.</summary>
    internal void Skip(int count)
    {
        Length -= count;
        _buffer.AsSpan(count, Length).CopyTo(_buffer);
        if (Length == 0) Release();
    }

    internal async ValueTask SendAsync(ReadOnlyMemory<byte> data) => await Pump.SendAsync(socket, data, end);

    /// <summary>
    /// Sends a last answer and lets it arrive: closing over unread bytes would reset the connection and take the answer
    /// with it.
    /// </summary>
    internal async Task EndAsync(ReadOnlyMemory<byte> answer, TimeSpan patience, TimeProvider clock)
    {
        using var time = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, time.Token);
        await Pump.SendAsync(socket, answer, either.Token);
        socket.Shutdown(SocketShutdown.Send);
        var rest = new byte[4096];
        for (var total = 0; total < 1 << 20;)
        {
            var length = await socket.ReceiveAsync(rest, SocketFlags.None, either.Token);
            if (length == 0) return;
            total += length;
        }
    }

    public void Dispose()
    {
        Release();
        socket.Dispose();
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, Length).CopyTo(larger);
        var length = Length;
        Release();
        (_buffer, Length) = (larger, length);
    }

    private void Release()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, Length) = ([], 0);
    }
}
