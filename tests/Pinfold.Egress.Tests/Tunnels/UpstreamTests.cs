using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Pinfold.Egress.Tests.Tunnels;

/// <summary>Which of a name's addresses is connected to.</summary>
public sealed class UpstreamTests
{
    [Fact]
    [Trait("host", "Linux")] // all of 127.0.0.0/8 is there, and a listener whose queue is full is silent
    public async Task An_address_that_is_silent_does_not_hold_the_next_up()
    {
        using var server = Server.Echo();
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.5"), server.Port));
        silent.Listen(0);
        using var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        waiting.Connect(silent.LocalEndPoint!);
        var resolver = new FixedResolver("a.example", "127.0.0.5", "127.0.0.1");
        var limits = new EgressLimits { ConnectTime = Timeout.InfiniteTimeSpan };
        await using var place = new Place([Place.Allow("a.example", server.Port),
            Place.Allow("127.0.0.5", server.Port), Place.Allow("127.0.0.1", server.Port)],
            limits, resolver);
        using var client = await EgressProxyTests.TunnelAsync(place, server.Port, "a.example");
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(IPAddress.Loopback, place.Record().Address);
    }

    [Fact]
    [Trait("host", "Linux")]
    public async Task What_is_refused_is_never_connected_to_although_another_is_allowed()
    {
        using var refused = Server.Echo(IPAddress.Parse("127.0.0.6"));
        var resolver = new FixedResolver("a.example", "127.0.0.6", "127.0.0.1");
        await using var place = new Place(
            [Place.Allow("a.example", refused.Port), Place.Allow("127.0.0.1", refused.Port)], resolver: resolver);
        var answer = await place.AskAsync(
            $"CONNECT a.example:{refused.Port} HTTP/1.1\r\nHost: a.example\r\nProxy-Authorization: {place.Basic}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, refused.Accepted);
    }

    [Fact]
    public async Task When_none_answers_the_last_failure_is_told()
    {
        int port;
        using (var gone = Place.Listener()) port = ((IPEndPoint)gone.LocalEndPoint!).Port;
        var resolver = new FixedResolver("a.example", "127.0.0.1", "127.0.0.1");
        await using var place = new Place([Place.Allow("a.example", port), Place.Allow("127.0.0.1", port)],
            resolver: resolver);
        await place.AskAsync(
            $"CONNECT a.example:{port} HTTP/1.1\r\nHost: a.example\r\nProxy-Authorization: {place.Basic}\r\n\r\n");
        Assert.StartsWith("127.0.0.1: ", place.Record().Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("192.168.1.10")]
    public async Task A_name_does_not_lead_to_this_machine_at_whatever_address_and_no_flag_for_it_is_offered(string address)
    {
        await using var proxy = new Place([Place.Allow("a.example", 443)],
            resolver: new FixedResolver("a.example", address), isOwn: a => a.ToString() == address);
        var answer = await proxy.AskAsync(
            $"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\nProxy-Authorization: {proxy.Basic}\r\n\r\n");
        Assert.Contains("which is this machine", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("--allow", answer, StringComparison.Ordinal);
    }
}
