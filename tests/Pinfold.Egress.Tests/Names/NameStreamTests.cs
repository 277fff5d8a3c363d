using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Decisions;
using Pinfold.Egress.Names;
using Xunit;

namespace Pinfold.Egress.Tests.Names;

/// <summary>Questions for names by TCP.</summary>
public sealed class NameStreamTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly ManualClock _clock = new();
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp)
        { NoDelay = true, ReceiveTimeout = 30_000 };
    private readonly Client _inside;
    private readonly Task _serving;

    public NameStreamTests()
    {
        using var listener = Place.Listener();
        _client.Connect(listener.LocalEndPoint!);
        _inside = new(listener.Accept(), CancellationToken.None);
        var rules = new EgressRules(Place.Policy([Place.Allow("registry.example", 443)]));
        _serving = new NameStream(new(rules, new(10), v6: true, _ => { }), Patience, _clock).ServeAsync(_inside);
    }

    [Fact]
    public async Task Questions_are_answered_one_after_the_other_however_their_bytes_arrive()
    {
        byte[] three = [.. Framed("registry.example"), .. Framed("other.example"), .. Framed("REGISTRY.example")];
        await _client.SendAsync(three.AsMemory(0, 1));
        await _client.SendAsync(three.AsMemory(1, 40));
        await _client.SendAsync(three.AsMemory(41));
        foreach (var code in (int[])[0, 3, 0]) Assert.Equal(code, await CodeAsync());
        _client.Shutdown(SocketShutdown.Send);
        await _serving;
    }

    [Theory]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 5, 221, 0 })] // one byte more than there may be
    [InlineData(new byte[] { 255, 255 })]
    [InlineData(new byte[] { 0, 12, 0, 0, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0 })] // an answer
    public async Task What_is_no_question_ends_the_connection(byte[] bytes)
    {
        await _client.SendAsync(bytes);
        await _serving;
        await Place.AssertResetAsync(_client);
    }

    [Fact]
    public async Task The_next_question_is_waited_for_as_long_as_a_head()
    {
        await _client.SendAsync(Framed("registry.example"));
        await CodeAsync();
        _clock.Advance(Patience / 2);
        await _client.SendAsync(Framed("registry.example").AsMemory(0, 10));
        Assert.False(_serving.IsCompleted);
        while (!_serving.IsCompleted)
        {
            _clock.Advance(Patience); // the answer may be on its way when the wait begins
            await Task.Yield();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _serving);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _inside.Dispose();
        await Task.WhenAny(_serving);
    }

    private static byte[] Framed(string name) => NameServerTests.Query(name, NameQuery.A) is var query
        ? [(byte)(query.Length >> 8), (byte)query.Length, .. query]
        : [];

    private async Task<int> CodeAsync()
    {
        var length = await TakeAsync(2);
        var answer = await TakeAsync((length[0] << 8) | length[1]);
        return answer[3] & 15;
    }

    private async Task<byte[]> TakeAsync(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var n = await _client.ReceiveAsync(bytes.AsMemory(at));
            Assert.NotEqual(0, n);
            at += n;
        }

        return bytes;
    }
}
