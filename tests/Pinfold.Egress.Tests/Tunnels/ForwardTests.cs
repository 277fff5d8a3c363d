using System.Net;
using System.Net.Sockets;
using System.Text;
using Pinfold.Egress.Tunnels;
using Xunit;

namespace Pinfold.Egress.Tests.Tunnels;

/// <summary>When what is carried ends.</summary>
public sealed class ForwardTests : IDisposable
{
    private readonly Socket _listener = Place.Listener();

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task An_exchange_ends_when_its_client_breaks_it()
    {
        await using var place = new Place([Place.Allow("127.0.0.1", Port)]);
        var client = await place.ConnectAsync();
        using var server = await AskedAsync(place, client);
        client.LingerState = new(true, 0);
        client.Dispose();
        await Place.AssertResetAsync(server);
        Assert.Equal(EgressOutcome.Carried, place.Record().Outcome);
    }

    [Theory]
    [InlineData("GET", "", "")]
    [InlineData("POST", "Content-Length: 4\r\n", "body")]
    [InlineData("POST", "Transfer-Encoding: chunked\r\n", "4\r\nbody\r\n0\r\n\r\n")]
    public async Task A_client_that_ends_its_side_when_it_has_asked_gets_the_answer(string method,
        string field, string body)
    {
        await using var place = new Place([Place.Allow("127.0.0.1", Port)]);
        using var client = await place.ConnectAsync();
        using var server = await AskedAsync(place, client, method, field, body);
        client.Shutdown(SocketShutdown.Send);
        var heard = new byte[64];
        for (var at = 0; at < body.Length;) at += await server.ReceiveAsync(heard.AsMemory(at));
        for (var part = 0; part < 3; part++)
        {
            await server.SendAsync("part "u8.ToArray());
            Assert.Equal(5, await client.ReceiveAsync(heard));
        }

        server.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await Place.ReadAllAsync(client));
        Assert.Equal(15, place.Record().Received);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n", "body")]
    [InlineData("Transfer-Encoding: chunked\r\n", "4\r\nbody\r\n0\r\n")]
    public async Task A_client_that_ends_its_side_within_its_request_breaks_the_exchange(string field, string body)
    {
        await using var place = new Place([Place.Allow("127.0.0.1", Port)]);
        using var client = await place.ConnectAsync();
        using var server = await AskedAsync(place, client, "POST", field, body);
        client.Shutdown(SocketShutdown.Send);
        Assert.EndsWith("<reset>", await Place.ReadAllAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_for_a_client_that_is_gone_breaks_the_exchange()
    {
        await using var place = new Place([Place.Allow("127.0.0.1", Port)]);
        var client = await place.ConnectAsync();
        using var server = await AskedAsync(place, client);
        client.Dispose();
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true) await server.SendAsync("x"u8.ToArray());
        });
        Assert.Equal(EgressOutcome.Carried, place.Record().Outcome);
    }

    [Fact]
    public async Task A_client_that_is_gone_holds_a_silent_server_for_five_minutes_at_most()
    {
        var clock = new ManualClock();
        await using var place = new Place([Place.Allow("127.0.0.1", Port)], clock: clock);
        var client = await place.ConnectAsync();
        using var server = await AskedAsync(place, client);
        client.Dispose();
        await QuietAsync(clock, TimeSpan.FromMinutes(5), server);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_side_of_a_tunnel_may_end_first_and_hears_the_rest_of_the_other(bool isClient)
    {
        await using var place = new Place([Place.Allow("127.0.0.1", Port)]);
        using var client = await EgressProxyTests.TunnelAsync(place, Port);
        using var server = await _listener.AcceptAsync();
        var (first, last) = isClient ? (client, server) : (server, client);
        await first.SendAsync("early"u8.ToArray());
        first.Shutdown(SocketShutdown.Send);
        Assert.Equal("early", await Place.ReadAllAsync(last));
        await last.SendAsync("late "u8.ToArray());
        await PassAsync(last, first, "late ".Length);
        last.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await Place.ReadAllAsync(first));
        Assert.Equal(EgressOutcome.Carried, place.Record().Outcome);
    }

    [Fact]
    public async Task What_the_other_side_may_have_got_is_counted_although_it_never_took_the_rest()
    {
        using var listener = Place.Listener();
        using var to = new Socket(SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 4096 };
        await to.ConnectAsync(listener.LocalEndPoint!);
        using var peer = await listener.AcceptAsync();
        using var from = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await from.ConnectAsync(_listener.LocalEndPoint!);
        using var source = await _listener.AcceptAsync();
        var sending = Task.Run(() =>
        {
            for (var at = 0; at < 16 << 20;) at += source.Send(new byte[1 << 16]);
        }, TestContext.Current.CancellationToken);
        using var end = new CancellationTokenSource();
        var counted = 0;
        var moving = Task.Run(async () =>
        {
            while (await BufferMover.MoveAsync(from, to, n => Interlocked.Add(ref counted, n), end.Token)) continue;
        }, TestContext.Current.CancellationToken);
        Assert.Equal(1, await peer.ReceiveAsync(new byte[1]));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moving);
        from.Dispose();
        to.Shutdown(SocketShutdown.Send);
        Assert.InRange(1 + (await Place.ReadAllAsync(peer)).Length, 1, Volatile.Read(ref counted));
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Fact]
    public async Task A_client_that_goes_on_talking_behind_its_request_is_answered()
    {
        await using var place = new Place([Place.Allow("127.0.0.1", Port)]);
        using var client = await place.ConnectAsync();
        using var server = await AskedAsync(place, client);
        await client.SendAsync(new byte[1 << 20]);
        await server.SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
        server.Shutdown(SocketShutdown.Send);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n\r\n", await Place.ReadAllAsync(client), StringComparison.Ordinal);
        Assert.InRange(place.Record().Sent, 20, 200); // its head, and nothing of what came behind
    }

    [Fact]
    public async Task An_exchange_that_is_quiet_for_five_minutes_ends()
    {
        var clock = new ManualClock();
        await using var place = new Place([Place.Allow("127.0.0.1", Port)], clock: clock);
        using var client = await place.ConnectAsync();
        using var server = await AskedAsync(place, client);
        clock.Advance(TimeSpan.FromMinutes(4));
        await PassAsync(server, client);
        clock.Advance(TimeSpan.FromMinutes(4));
        await PassAsync(server, client);
        await QuietAsync(clock, TimeSpan.FromMinutes(5), client);
        Assert.Equal(4, place.Record().Received);
    }

    [Fact]
    public async Task A_tunnel_may_be_quiet_for_two_hours_and_no_longer()
    {
        var clock = new ManualClock();
        await using var place = new Place([Place.Allow("127.0.0.1", Port)], clock: clock);
        using var client = await EgressProxyTests.TunnelAsync(place, Port);
        using var server = await _listener.AcceptAsync();
        clock.Advance(TimeSpan.FromHours(2));
        await PassAsync(client, server);
        clock.Advance(TimeSpan.FromHours(2));
        await PassAsync(server, client);
        await QuietAsync(clock, TimeSpan.FromMinutes(124), client);
        Assert.Equal((2L, 2L), place.Record() is var record ? (record.Sent, record.Received) : default);
    }

    [Fact]
    public async Task A_tunnel_of_which_one_side_has_ended_is_quiet_for_five_minutes()
    {
        var clock = new ManualClock();
        await using var place = new Place([Place.Allow("127.0.0.1", Port)], clock: clock);
        using var client = await EgressProxyTests.TunnelAsync(place, Port);
        using var server = await _listener.AcceptAsync();
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await server.ReceiveAsync(new byte[1]));
        clock.Advance(TimeSpan.FromMinutes(4));
        await PassAsync(server, client);
        await QuietAsync(clock, TimeSpan.FromMinutes(5), client);
    }

    /// <summary>A byte has been counted when the next has arrived.</summary>
    private static async Task PassAsync(Socket from, Socket to, int before = 0)
    {
        for (var at = 0; at < before;) at += await to.ReceiveAsync(new byte[before - at]);
        for (var i = 0; i < 2; i++)
        {
            await from.SendAsync("x"u8.ToArray());
            Assert.Equal(1, await to.ReceiveAsync(new byte[64]));
        }
    }

    /// <summary>Twice, as a byte may be counted a moment after it has arrived.</summary>
    private static async Task QuietAsync(ManualClock clock, TimeSpan time, Socket client)
    {
        clock.Advance(time);
        clock.Advance(time);
        await Place.AssertResetAsync(client);
    }

    /// <summary>The server when it has heard the head.</summary>
    private async Task<Socket> AskedAsync(Place place, Socket client, string method = "GET", string field = "",
        string body = "")
    {
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"{method} http://127.0.0.1:{Port}/ HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\n{field}Proxy-Authorization: {place.Basic}\r\n\r\n{body}"));
        var server = await _listener.AcceptAsync();
        var heard = "";
        var one = new byte[1];
        while (!heard.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            Assert.Equal(1, await server.ReceiveAsync(one));
            heard += (char)one[0];
        }

        return server;
    }
}
