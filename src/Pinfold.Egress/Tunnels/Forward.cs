using System.Net.Sockets;
using Pinfold.Egress.Http;

namespace Pinfold.Egress.Tunnels;

/// <summary>
/// Carries a client's bytes to the other side and back, once it is connected, until it has been quiet for too long.
/// </summary>
internal sealed class Forward(Pump pump, EgressLimits limits, TimeProvider clock)
{
    /// <summary>Everything, both ways; what the client sent too early first.</summary>
    internal async Task TunnelAsync(Client client, Socket server, Traffic traffic)
    {
        using var watch = new IdleWatch(traffic, clock, limits.TunnelIdle, client.End);
        if (client.Length > 0)
        {
            traffic.AddSent(client.Length);
            await Pump.SendAsync(server, client.Data, watch.End);
            client.Skip(client.Length);
        }

        await pump.CarryAsync(client.Socket, server, traffic, () => watch.Shorten(limits.ExchangeIdle), watch.End);
    }

    /// <summary>
    /// One request, to the end of its body, and whatever answer comes until the other side ends. A client that ends its
    /// side when it has asked waits for the answer: the other side does not hear of it, as some take that for a client
    /// who is gone.
    /// </summary>
    internal async Task ExchangeAsync(Client client, Socket server, RequestHead request, Traffic traffic)
    {
        using var watch = new IdleWatch(traffic, clock, limits.ExchangeIdle, client.End);
        var head = request.ForOrigin();
        traffic.AddSent(head.Length);
        await Pump.SendAsync(server, head, watch.End);
        var asking = AskAsync(client, server, new RequestBody(request.Length), traffic, watch.End);
        var answer = pump.OneWayAsync(server, client.Socket, traffic.AddReceived, watch.End);
        await Task.WhenAny(asking, answer);
        if (!answer.IsCompleted && !await asking) Pump.Break(client.Socket, server);
        if (!await answer) Pump.Break(client.Socket, server);
        watch.Stop(); // answered, perhaps before it had heard everything
        await asking;
        await answer;
    }

    /// <summary>Passes the body on, and nothing of what comes behind it, until the client has ended.</summary>
    /// <returns>False where it was broken, or said nonsense, or less than a request.</returns>
    private static async Task<bool> AskAsync(
        Client client, Socket server, RequestBody body, Traffic traffic, CancellationToken end)
    {
        try
        {
            while (client.Length > 0 || await client.ReadAsync(64 * 1024, end))
            {
                var length = body.Take(client.Data.Span);
                if (length > 0)
                {
                    traffic.AddSent(length);
                    await Pump.SendAsync(server, client.Data[..length], end);
                }

                client.Skip(body.IsOver ? client.Length : length);
            }

            return body.IsOver;
        }
        catch (Exception e) when (e is MalformedRequestException || Pump.IsBroken(e))
        {
            return false;
        }
    }
}
