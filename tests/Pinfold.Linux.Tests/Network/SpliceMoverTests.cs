using System.Net;
using System.Net.Sockets;
using Pinfold.Linux.Network;
using Xunit;

namespace Pinfold.Linux.Tests.Network;

public sealed class SpliceMoverTests : IDisposable
{
    private readonly (Socket Near, Socket Far) _source = Pair(), _sink = Pair();
    private readonly SpliceMover _mover = new();
    private readonly CancellationToken _end = TestContext.Current.CancellationToken;
    private long _counted;

    public void Dispose()
    {
        foreach (var socket in (Socket[])[_source.Near, _source.Far, _sink.Near, _sink.Far]) socket.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(64 << 20)] // far more than the connections and the pipe hold
    public async Task Every_byte_arrives_in_order_and_is_counted(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        var sending = Task.Run(async () =>
        {
            await _source.Near.SendAsync(data, SocketFlags.None, _end);
            _source.Near.Shutdown(SocketShutdown.Send);
        }, _end);
        var moving = MoveAllAsync();
        var received = new byte[length + 1];
        var total = 0;
        for (int got; (got = await _sink.Far.ReceiveAsync(received.AsMemory(total), SocketFlags.None, _end)) > 0;)
            total += got;
        await sending;
        await moving;
        Assert.Equal(length, total);
        Assert.True(data.AsSpan().SequenceEqual(received.AsSpan(0, length)));
        Assert.Equal(length, _counted);
    }

    [Fact]
    public async Task With_nothing_there_it_returns_and_has_not_ended() =>
        Assert.True(await _mover.MoveAsync(_source.Far, _sink.Near, Count, _end));

    [Fact]
    public async Task A_receiver_that_takes_nothing_is_waited_for_until_the_end_is_called()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end);
        var sending = _source.Near.SendAsync(new byte[64 << 20], SocketFlags.None, _end).AsTask();
        var moving = MoveUntilAsync(end.Token);
        SpinWait.SpinUntil(() => Volatile.Read(ref _counted) > 0);
        Assert.False(moving.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moving);
        _source.Far.Close(0);
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Fact]
    public async Task A_burst_within_this_computer_keeps_little_in_flight_and_a_small_exchange_changes_nothing()
    {
        var usual = _sink.Near.SendBufferSize;
        await BurstAsync(1);
        Assert.Equal(usual, _sink.Near.SendBufferSize);
        await BurstAsync(4 << 20);
        Assert.Equal(2 * 128 * 1024, _sink.Near.SendBufferSize); // socket(7): the kernel doubles what is asked for
    }

    [Fact]
    public async Task A_reset_is_told()
    {
        await _source.Near.SendAsync(new byte[] { 1 }, SocketFlags.None, _end);
        _sink.Far.Close(0);
        await _sink.Near.ReceiveAsync(new byte[1], SocketFlags.Peek, _end)
            .AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        await _source.Far.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, _end);
        await Assert.ThrowsAsync<SocketException>(
            () => _mover.MoveAsync(_source.Far, _sink.Near, Count, _end).AsTask());
    }

    private async Task BurstAsync(int length)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end);
        var sending = _source.Near.SendAsync(new byte[length], SocketFlags.None, _end).AsTask();
        var moving = MoveUntilAsync(end.Token);
        var buffer = new byte[1 << 20];
        for (var total = 0; total < length;) total += await _sink.Far.ReceiveAsync(buffer, SocketFlags.None, _end);
        await sending;
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moving);
    }

    private void Count(int bytes) => Interlocked.Add(ref _counted, bytes);

    private async Task MoveAllAsync()
    {
        await MoveUntilAsync(_end);
        _sink.Near.Shutdown(SocketShutdown.Send);
    }

    private async Task MoveUntilAsync(CancellationToken end)
    {
        do await _source.Far.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, end);
        while (await _mover.MoveAsync(_source.Far, _sink.Near, Count, end));
    }

    private static (Socket, Socket) Pair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndPoint!);
        var far = listener.Accept();
        near.Blocking = far.Blocking = false;
        return (near, far);
    }
}
