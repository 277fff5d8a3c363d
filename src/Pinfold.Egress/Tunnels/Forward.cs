using System.Net.Sockets;
using Pinfold.Egress.Http;

namespace Pinfold.Egress.Tunnels;

/// <summary>Carries a client's bytes to the other side and back, once it is connected.</summary>
internal sealed class Forward(Pump pump)
{
    /// <summary>Everything, both ways; what the client sent too early first.</summary>
    internal async Task TunnelAsync(Client client, Socket server, Traffic traffic)
    {
        await EarlyAsync(client, server, traffic);
        await pump.CarryAsync(client.Socket, server, traffic, client.End);
    }

    /// <summary>One request, to the end of its body, and whatever answer comes until the other side ends.</summary>
    internal async Task ExchangeAsync(Client client, Socket server, RequestHead request, Traffic traffic)
    {
        await Pump.SendAsync(server, request.ForOrigin(), client.End);
        var body = BodyAsync(client, server, new RequestBody(request.Length), traffic);
        var answer = pump.OneWayAsync(server, client.Socket, traffic.AddReceived, client.End);
        await Task.WhenAny(body, answer);
        if (body.IsCompleted && !await body) Pump.Break(client.Socket, server);
        var whole = await answer;
        if (!whole) Pump.Break(client.Socket, server);
        else if (!body.IsCompleted) server.Close(0); // answered before it had heard everything
        await body;
    }

    private static async Task<bool> BodyAsync(Client client, Socket server, RequestBody body, Traffic traffic)
    {
        try
        {
            while (!body.IsOver)
            {
                if (client.Length == 0 && !await client.ReadAsync(64 * 1024, client.End)) return false;
                var length = body.Take(client.Data.Span);
                await Pump.SendAsync(server, client.Data[..length], client.End);
                traffic.AddSent(length);
                client.Skip(length);
            }

            return true;
        }
        catch (Exception e) when (e is MalformedRequestException || Pump.IsBroken(e))
        {
            return false;
        }
    }

    private static async Task EarlyAsync(Client client, Socket server, Traffic traffic)
    {
        if (client.Length == 0) return;
        await Pump.SendAsync(server, client.Data, client.End);
        traffic.AddSent(client.Length);
        client.Skip(client.Length);
    }
}
