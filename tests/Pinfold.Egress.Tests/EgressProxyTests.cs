using System.Net;
using System.Net.Sockets;
using System.Text;
using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Egress.Tests;

/// <summary>The proxy as its clients see it, over the loopback.</summary>
public sealed class EgressProxyTests
{
    [Fact]
    public async Task A_tunnel_carries_both_ways_and_is_told_with_its_bytes()
    {
        using var server = Server.Echo();
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        using var client = await place.ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"CONNECT 127.0.0.1:{server.Port} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nProxy-Authorization: {place.Basic}\r\n\r\nearly"));
        await client.SendAsync("late"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("HTTP/1.1 200 Connection established\r\n\r\nearlylate", await Place.ReadAllAsync(client));
        var record = place.Record();
        Assert.Equal((EgressEntrance.Connect, EgressOutcome.Carried, "127.0.0.1", server.Port, 9L, 9L),
            (record.Entrance, record.Outcome, record.Host, record.Port, record.Sent, record.Received));
        Assert.Equal(IPAddress.Loopback, record.Address);
        Assert.Equal($"allow 127.0.0.1:{server.Port}", record.Rule);
    }

    [Fact]
    [Trait("host", "Linux")] // elsewhere a listening socket cannot be shut down
    public async Task An_accept_that_fails_does_not_end_the_entrance()
    {
        using var server = Server.Echo();
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        int port;
        using (var free = Place.Listener()) port = ((IPEndPoint)free.LocalEndPoint!).Port;
        // a port that was asked for by number stays bound
        var entrance = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        entrance.Bind(new IPEndPoint(IPAddress.Loopback, port));
        entrance.Listen();
        place.Proxy.Serve(entrance);
        async Task Asks()
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.SendAsync(Encoding.ASCII.GetBytes(
                $"CONNECT 127.0.0.1:{server.Port} HTTP/1.1\r\nHost: 127.0.0.1\r\nProxy-Authorization: {place.Basic}\r\n\r\n"));
            client.Shutdown(SocketShutdown.Send);
            Assert.StartsWith("HTTP/1.1 200 ", await Place.ReadAllAsync(client), StringComparison.Ordinal);
        }

        await Asks();
        for (var i = 0; i < 20; i++)
        {
            entrance.Shutdown(SocketShutdown.Both); // the accept that waits fails (EINVAL)
            entrance.Listen();
            await Asks();
        }
    }

    [Fact]
    public async Task A_large_transfer_arrives_whole()
    {
        using var server = Server.Echo();
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        using var client = await TunnelAsync(place, server.Port);
        var sent = new byte[20 << 20];
        new Random(1).NextBytes(sent);
        var sending = Task.Run(async () =>
        {
            for (var at = 0; at < sent.Length;) at += await client.SendAsync(sent.AsMemory(at));
            client.Shutdown(SocketShutdown.Send);
        }, TestContext.Current.CancellationToken);
        var got = new byte[sent.Length];
        var length = 0;
        for (int n; (n = await client.ReceiveAsync(got.AsMemory(length))) > 0;) length += n;
        await sending;
        Assert.Equal(sent.Length, length);
        Assert.True(sent.AsSpan().SequenceEqual(got));
    }

    [Fact]
    public async Task What_no_rule_names_is_refused_with_the_rule_and_the_flag_that_allows_it()
    {
        using var server = Server.Echo();
        await using var place = new Place([Place.Allow("127.0.0.1", 1)]);
        var answer = await place.AskAsync(
            $"CONNECT 127.0.0.1:{server.Port} HTTP/1.1\r\nHost: 127.0.0.1\r\nProxy-Authorization: {place.Basic}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains(
            $"connecting to 127.0.0.1:{server.Port} is denied: no rule of allow names it\nthe user may allow it: pinfold run --allow 127.0.0.1:{server.Port} -- ...",
            answer, StringComparison.Ordinal);
        Assert.Equal(EgressOutcome.Denied, place.Record().Outcome);
        Assert.Equal(0, server.Accepted);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1.", true)]
    [InlineData("127.1", true)]
    [InlineData("0x7f000001", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("[64:ff9b::127.0.0.1]", true)]
    [InlineData("other.example", true)]
    [InlineData("Other.EXAMPLE.", true)]
    [InlineData("localhost", false)]
    [InlineData("[::1]", false)]
    [InlineData("[fd00::1]", false)]
    [InlineData("169.254.169.254.", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("a.123", false)]
    [InlineData("-a.example", false)]
    public async Task The_flag_that_a_refusal_prints_admits_the_same_request_or_none_is_printed(
        string host, bool isOpenable)
    {
        using var server = Server.Echo();
        async Task<string> AskAsync(params HostRule[] allow)
        {
            await using var place = new Place(allow, resolver: new FixedResolver(""));
            using var client = await place.ConnectAsync();
            await client.SendAsync(Encoding.ASCII.GetBytes(
                $"CONNECT {host}:{server.Port} HTTP/1.1\r\nHost: {host}\r\nProxy-Authorization: {place.Basic}\r\n\r\n"));
            client.Shutdown(SocketShutdown.Send);
            return await Place.ReadAllAsync(client);
        }

        var refused = await AskAsync();
        Assert.StartsWith("HTTP/1.1 403 ", refused, StringComparison.Ordinal);
        var printed = refused.Split("pinfold run --allow ");
        Assert.Equal(isOpenable, printed.Length > 1);
        if (!isOpenable)
        {
            Assert.True(refused.Contains("and none can: ", StringComparison.Ordinal)
                || refused.Contains("never proxied", StringComparison.Ordinal),
                refused);
            return;
        }

        var rule = printed[1].Split(' ')[0].Split(':');
        Assert.DoesNotContain("HTTP/1.1 403 ", await AskAsync(Place.Allow(rule[0], int.Parse(rule[1], null))),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Proxy-Authorization: Basic cGluZm9sZDp3cm9uZw==\r\n")]
    [InlineData("Proxy-Authorization: Basic\r\n")]
    [InlineData("Proxy-Authorization: Bearer x\r\n")]
    public async Task Without_the_sessions_credential_nothing_is_carried(string field)
    {
        using var server = Server.Echo();
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        Assert.StartsWith("HTTP/1.1 407 ",
            await place.AskAsync($"CONNECT 127.0.0.1:{server.Port} HTTP/1.1\r\nHost: 127.0.0.1\r\n{field}\r\n"),
            StringComparison.Ordinal);
        var record = place.Record();
        Assert.Equal((EgressOutcome.Refused, "127.0.0.1"), (record.Outcome, record.Host));
        Assert.Contains("credential", record.Rule, StringComparison.Ordinal);
        Assert.Equal(0, server.Accepted);
    }

    [Fact]
    public async Task A_host_that_is_none_is_not_written_down_however_long_it_is()
    {
        await using var place = new Place([]);
        var host = new string('x', 15_000);
        Assert.StartsWith("HTTP/1.1 407 ", await place.AskAsync($"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.Equal("", place.Record().Host);
    }

    [Theory]
    [InlineData("rebound.example", "127.0.0.1")]
    [InlineData("rebound.example", "::1")]
    [InlineData("rebound.example", "::ffff:127.0.0.1")]
    [InlineData("rebound.example", "64:ff9b::7f00:1")]
    [InlineData("rebound.example", "2002:7f00:1::")]
    [InlineData("rebound.example", "10.1.2.3")]
    [InlineData("rebound.example", "192.168.0.1")]
    [InlineData("rebound.example", "172.31.0.1")]
    [InlineData("rebound.example", "100.64.0.1")]
    [InlineData("rebound.example", "169.254.169.254")]
    [InlineData("rebound.example", "fe80::1")]
    [InlineData("rebound.example", "fd00:ec2::254")]
    [InlineData("rebound.example", "fc00::1")]
    [InlineData("rebound.example", "0.0.0.0")]
    [InlineData("rebound.example", "::")]
    [InlineData("rebound.example", "198.18.0.1")]
    [InlineData("rebound.example", "2001:2::1")]
    [InlineData("rebound.example", "255.255.255.255")]
    public async Task A_name_that_leads_to_no_public_address_is_refused(string name, string address)
    {
        using var server = Server.Echo();
        var resolver = new FixedResolver(name, address);
        await using var place = new Place([Place.Allow(name, server.Port)], resolver: resolver);
        var answer = await place.AskAsync(
            $"CONNECT {name}:{server.Port} HTTP/1.1\r\nHost: {name}\r\nProxy-Authorization: {place.Basic}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("which is no public address", answer, StringComparison.Ordinal);
        Assert.Equal(0, server.Accepted);
        Assert.Equal(1, resolver.Asked);
    }

    [Fact]
    public async Task A_name_may_lead_to_an_address_that_a_rule_names_by_itself()
    {
        using var server = Server.Echo();
        var resolver = new FixedResolver("db.example", "10.0.0.9", "127.0.0.1");
        await using var place = new Place(
            [Place.Allow("db.example", server.Port), Place.Allow("127.0.0.1", server.Port)], resolver: resolver);
        using var client = await TunnelAsync(place, server.Port, "db.example");
        await EchoedAsync(client);
        Assert.Equal(1, server.Accepted);
        Assert.Equal(1, resolver.Asked);
    }

    [Fact]
    public async Task One_exchange_is_passed_on_in_origin_form_without_what_is_the_proxys()
    {
        using var server = Server.Mirror("body");
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        var target = $"127.0.0.1:{server.Port}";
        var answer = await place.AskAsync($"POST http://{target}/a?b=c HTTP/1.1\r\nHost: {target}\r\nProxy-Authorization: {place.Basic}\r\nConnection: X-Drop\r\nX-Drop: 1\r\nX-Keep: 2\r\nContent-Length: 4\r\n\r\nbody"
            + $"GET http://{target}/second HTTP/1.1\r\nHost: {target}\r\n\r\n");
        Assert.Equal($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nPOST /a?b=c HTTP/1.1\r\nHost: {target}\r\nX-Keep: 2\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody", answer);
        var record = place.Record();
        // the head is said to the other side too
        Assert.Equal((EgressEntrance.Http, answer.Length - "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".Length),
            (record.Entrance, record.Sent));
    }

    [Fact]
    public async Task What_comes_behind_a_body_in_chunks_is_not_passed_on()
    {
        using var server = Server.Mirror("0\r\n\r\n");
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        var target = $"127.0.0.1:{server.Port}";
        var answer = await place.AskAsync($"POST http://{target}/ HTTP/1.1\r\nHost: {target}\r\nProxy-Authorization: {place.Basic}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n");
        Assert.EndsWith("4\r\nbody\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("smuggled", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_host_is_told_as_such_and_not_as_denied()
    {
        int port;
        using (var gone = Place.Listener()) port = ((IPEndPoint)gone.LocalEndPoint!).Port;
        await using var place = new Place([Place.Allow("127.0.0.1", port), Place.Allow("nowhere.example", 443)],
            resolver: new FixedResolver(""));
        Assert.StartsWith("HTTP/1.1 502 ", await place.AskAsync(
            $"CONNECT 127.0.0.1:{port} HTTP/1.1\r\nHost: 127.0.0.1\r\nProxy-Authorization: {place.Basic}\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.Equal(EgressOutcome.Unreachable, place.Record().Outcome);
        Assert.Contains("the name has no address", await place.AskAsync(
            $"CONNECT nowhere.example:443 HTTP/1.1\r\nHost: nowhere.example\r\nProxy-Authorization: {place.Basic}\r\n\r\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_without_end_is_cut_at_its_limit()
    {
        await using var place = new Place([], new EgressLimits { HeadBytes = 2048 });
        Assert.StartsWith("HTTP/1.1 431 ",
            await place.AskAsync("CONNECT a.example:443 HTTP/1.1\r\nX: " + new string('x', 4000)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_of_lines_that_end_with_LF_alone_is_refused_at_once()
    {
        await using var place = new Place([], new EgressLimits { HeadTime = Timeout.InfiniteTimeSpan });
        Assert.StartsWith("HTTP/1.1 400 ", await place.AskAsync("CONNECT a.example:443 HTTP/1.1\nHost: a.example\n\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_head_is_cut_at_its_time()
    {
        await using var place = new Place([], new EgressLimits { HeadTime = TimeSpan.FromMilliseconds(50) });
        using var client = await place.ConnectAsync();
        await client.SendAsync("CONNECT a.exa"u8.ToArray());
        await Place.AssertResetAsync(client);
        Assert.Equal((EgressOutcome.Refused, "its head was not whole within 0 s"),
            place.Record() is var record ? (record.Outcome, record.Rule) : default);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_wait_and_are_served_when_one_has_ended()
    {
        using var server = Server.Echo();
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)],
            new EgressLimits { Connections = 2 });
        using var first = await TunnelAsync(place, server.Port);
        using var second = await TunnelAsync(place, server.Port);
        await EchoedAsync(first);
        await EchoedAsync(second);
        var third = TunnelAsync(place, server.Port);
        Assert.Equal(2, server.Accepted);
        first.Dispose();
        using var served = await third;
        await EchoedAsync(served);
        Assert.Equal(3, server.Accepted);
    }

    /// <summary>A tunnel stands before its server has counted it; one that was answered has been counted.</summary>
    private static async Task EchoedAsync(Socket tunnel)
    {
        await tunnel.SendAsync("x"u8.ToArray());
        Assert.Equal(1, await tunnel.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task Two_thousand_tunnels_are_open_at_once_and_each_carries_its_own()
    {
        using var server = Server.Echo();
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        var head = Encoding.ASCII.GetBytes(
            $"CONNECT 127.0.0.1:{server.Port} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nProxy-Authorization: {place.Basic}\r\n\r\n");
        var tunnels = new Socket[2000];
        for (var i = 0; i < tunnels.Length; i++)
        {
            tunnels[i] = await place.ConnectAsync();
            await tunnels[i].SendAsync(head);
        }

        var buffer = new byte[256];
        foreach (var tunnel in tunnels)
            Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(buffer, 0, await tunnel.ReceiveAsync(buffer)),
                StringComparison.Ordinal);
        for (var i = 0; i < tunnels.Length; i++) await tunnels[i].SendAsync(BitConverter.GetBytes(i));
        for (var i = 0; i < tunnels.Length; i++)
        {
            Assert.Equal(4, await tunnels[i].ReceiveAsync(buffer.AsMemory(0, 4)));
            Assert.Equal(i, BitConverter.ToInt32(buffer));
        }

        foreach (var tunnel in tunnels) tunnel.Dispose();
    }

    [Fact]
    public async Task Ending_the_session_ends_its_tunnels_and_tells_of_each()
    {
        using var server = Server.Echo();
        var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        using var first = await TunnelAsync(place, server.Port);
        using var second = await TunnelAsync(place, server.Port);
        await place.Proxy.DisposeAsync();
        Assert.Equal(2, place.Records.Count);
        await Place.AssertResetAsync(first);
    }

    [Fact]
    public async Task What_cannot_be_written_down_ends_the_session()
    {
        using var server = Server.Echo();
        using var listener = Place.Listener();
        var credential = EgressCredential.Create();
        await using var proxy = new EgressProxy(
            new(Place.Policy([Place.Allow("127.0.0.1", server.Port)])), credential,
            _ => throw new EgressClosedException("the disk is full", new IOException()));
        proxy.Serve(listener);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await client.SendAsync("NONSENSE\r\n\r\n"u8.ToArray());
        await Place.AssertResetAsync(client);
        using var next = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await next.ConnectAsync(IPAddress.Loopback, port);
            if (await next.ReceiveAsync(new byte[1]) == 0) throw new SocketException((int)SocketError.ConnectionReset);
        });
    }

    [Fact]
    public async Task A_direct_connection_goes_where_it_was_made_to()
    {
        using var server = Server.Echo(IPAddress.Parse("127.0.0.3"));
        await using var place = new Place([Place.Allow("127.0.0.3", server.Port)]);
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // the same port at another address: not what a rule names
        listener.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.1"), server.Port));
        listener.Listen();
        place.Proxy.ServeDirect(listener);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // connect(2) itself: an asynchronous one may see the reset already
        client.Connect(IPAddress.Loopback, server.Port);
        await Place.AssertResetAsync(client);
        var record = place.Record();
        Assert.Equal((EgressEntrance.Direct, EgressOutcome.Denied, "127.0.0.1", server.Port),
            (record.Entrance, record.Outcome, record.Host, record.Port));
    }

    internal static async Task<Socket> TunnelAsync(Place place, int port, string host = "127.0.0.1")
    {
        var client = await place.ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}\r\nProxy-Authorization: {place.Basic}\r\n\r\n"));
        var answer = new byte[39];
        for (var at = 0; at < answer.Length;)
        {
            var n = await client.ReceiveAsync(answer.AsMemory(at));
            Assert.NotEqual(0, n);
            at += n;
        }

        Assert.Equal("HTTP/1.1 200 Connection established\r\n\r\n", Encoding.ASCII.GetString(answer));
        return client;
    }
}
