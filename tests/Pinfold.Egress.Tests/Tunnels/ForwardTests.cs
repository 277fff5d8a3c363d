using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Pinfold.Egress.Tests.Tunnels;

/// <summary>When what is carried ends.</summary>
public sealed class ForwardTests : IDisposable
{
    private readonly Socket _listener = Place.Listener();

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exchange_ends_when_its_client_does(bool isReset)
    {
        await using var place = new Place([Place.Allow("127.0.0.1", Port)]);
        var client = await place.ConnectAsync();
        using var server = await AskedAsync(place, client);
        if (isReset) client.LingerState = new(true, 0);
        client.Dispose();
        Assert.Equal("<reset>", await Place.ReadAllAsync(server));
        Assert.Equal(EgressOutcome.Carried, place.Record().Outcome);
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
        Assert.Equal(0, place.Record().Sent);
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
    private static async Task PassAsync(Socket from, Socket to)
    {
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
        Assert.Equal("<reset>", await Place.ReadAllAsync(client));
    }

    private async Task<Socket> AskedAsync(Place place, Socket client)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes($"GET http://127.0.0.1:{Port}/ HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nProxy-Authorization: {place.Basic}\r\n\r\n"));
        var server = await _listener.AcceptAsync();
        Assert.NotEqual(0, await server.ReceiveAsync(new byte[4096]));
        return server;
    }
}
