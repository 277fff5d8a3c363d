using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Pinfold.Egress.Tests.Socks;

/// <summary>SOCKS 5 as curl and ssh speak it, and what they could ask besides.</summary>
public sealed class SocksEntranceTests
{
    [Fact]
    public async Task A_client_with_the_credential_is_connected()
    {
        using var server = Server.Echo();
        await using var place = new Place([Place.Allow("127.0.0.1", server.Port)]);
        using var client = await GreetAsync(place, place.Credential.Secret);
        await client.SendAsync(
            (byte[])[5, 1, 0, 1, 127, 0, 0, 1, (byte)(server.Port >> 8), (byte)server.Port, .. "hi"u8]);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("\u0005\0\0\u0001\0\0\0\0\0\0hi", await Place.ReadAllAsync(client));
        Assert.Equal(EgressEntrance.Socks, place.Record().Entrance);
    }

    [Theory]
    [InlineData(2)] // BIND
    [InlineData(3)] // UDP ASSOCIATE
    [InlineData(0)]
    public async Task Only_connections_are_served(byte command)
    {
        await using var place = new Place([Place.Allow("127.0.0.1", 443)]);
        using var client = await GreetAsync(place, place.Credential.Secret);
        await client.SendAsync((byte[])[5, command, 0, 1, 127, 0, 0, 1, 1, 187]);
        Assert.StartsWith("\u0005\u0007", await Place.ReadAllAsync(client), StringComparison.Ordinal);
        Assert.Equal(EgressOutcome.Refused, place.Record().Outcome);
    }

    [Theory]
    [InlineData("other.example")]
    [InlineData("a.example\0.b.example")]
    [InlineData("a.example\n")]
    [InlineData("")]
    [InlineData("2130706433")]
    [InlineData("[a.example]")]
    public async Task What_no_rule_names_is_not_allowed(string host)
    {
        await using var place = new Place([Place.Allow("a.example", 443)],
            resolver: new FixedResolver("a.example", "127.0.0.1"));
        using var client = await GreetAsync(place, place.Credential.Secret);
        await client.SendAsync((byte[])[5, 1, 0, 3, (byte)host.Length, .. Encoding.Latin1.GetBytes(host), 1, 187]);
        Assert.StartsWith("\u0005\u0002", await Place.ReadAllAsync(client), StringComparison.Ordinal);
        Assert.Equal(EgressOutcome.Denied, place.Record().Outcome);
    }

    [Fact]
    public async Task A_wrong_credential_ends_it()
    {
        await using var place = new Place([]);
        using var client = await place.ConnectAsync();
        await client.SendAsync(
            (byte[])[5, 1, 2, 1, 7, .. "pinfold"u8, 5, .. "wrong"u8, 5, 1, 0, 1, 127, 0, 0, 1, 1, 187]);
        Assert.Equal("\u0005\u0002\u0001\u0001",
            (await Place.ReadAllAsync(client)).Replace("<reset>", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_password_nothing_is_served()
    {
        await using var place = new Place([]);
        using var client = await place.ConnectAsync();
        await client.SendAsync((byte[])[5, 1, 0]);
        Assert.Equal("\u0005\u00ff", await Place.ReadAllAsync(client));
    }

    [Theory]
    [InlineData("\u0004\u0001\0\u0050\u007f\0\0\u0001x\0", "\0\u005b\0\0\0\0\0\0",
        "SOCKS 4 has no credential: use SOCKS 5")]
    [InlineData("\u0005\u0001\0", "\u0005\u00ff", "there is no credential")]
    [InlineData("\u0005\0", "\u0005\u00ff", "there is no credential")]
    [InlineData("\u0005\u0001\u0002\u0005\u0001\0\u0003", "\u0005\u0002", "the credential is malformed")]
    public async Task What_is_refused_is_answered_at_once_and_told(string request, string answer, string rule)
    {
        await using var place = new Place([], new EgressLimits { HeadTime = Timeout.InfiniteTimeSpan });
        Assert.Equal(answer, (await place.AskAsync(request)).Replace("<reset>", "", StringComparison.Ordinal));
        var record = place.Record();
        Assert.Equal((EgressEntrance.Socks, EgressOutcome.Refused, rule),
            (record.Entrance, record.Outcome, record.Rule));
    }

    private static async Task<Socket> GreetAsync(Place place, string secret)
    {
        var client = await place.ConnectAsync();
        await client.SendAsync((byte[])[5, 2, 0, 2]);
        Assert.Equal([5, 2], await TakeAsync(client));
        await client.SendAsync((byte[])[1, 7, .. "pinfold"u8, (byte)secret.Length, .. Encoding.ASCII.GetBytes(secret)]);
        Assert.Equal([1, 0], await TakeAsync(client));
        return client;
    }

    private static async Task<byte[]> TakeAsync(Socket client)
    {
        var two = new byte[2];
        for (var at = 0; at < 2;) at += await client.ReceiveAsync(two.AsMemory(at));
        return two;
    }
}
