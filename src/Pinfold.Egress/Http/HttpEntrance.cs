using Pinfold.Egress.Tunnels;

namespace Pinfold.Egress.Http;

/// <summary>One connection of a client that speaks HTTP to its proxy.</summary>
internal sealed class HttpEntrance(Upstream upstream, Forward forward, EgressCredential credential, EgressLimits limits,
    TimeProvider clock, Action<EgressRecord> tell)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal async Task ServeAsync(Client client, CancellationToken head)
    {
        RequestHead request;
        try
        {
            request = await ReadHeadAsync(client, head);
        }
        catch (MalformedRequestException e)
        {
            tell(new(EgressEntrance.Unknown, EgressOutcome.Refused, "", 0, e.Message));
            await client.EndAsync(HttpAnswer.Malformed(e), Patience, clock);
            return;
        }

        var entrance = request.Form == RequestForm.Authority ? EgressEntrance.Connect : EgressEntrance.Http;
        if (!credential.IsBasic(request.Authorization))
        {
            var fault = request.Authorization is null ? EgressCredential.Missing : EgressCredential.Wrong;
            tell(new(entrance, EgressOutcome.Refused, upstream.Canonical(request.Host), request.Port, fault));
            await client.EndAsync(HttpAnswer.Unauthorized(), Patience, clock);
            return;
        }

        var result = await upstream.OpenAsync(request.Host, request.Port, client.End);
        var traffic = new Traffic(clock);
        try
        {
            if (result.Socket is null)
            {
                var answer = result.Failure is { } failure
                    ? HttpAnswer.Unreachable(result.Decision, failure)
                    : HttpAnswer.Denied(result.Decision);
                await client.EndAsync(answer, Patience, clock);
            }
            else if (entrance == EgressEntrance.Connect)
            {
                await client.SendAsync(HttpAnswer.Established);
                await forward.TunnelAsync(client, result.Socket, traffic);
            }
            else
            {
                await forward.ExchangeAsync(client, result.Socket, request, traffic);
            }
        }
        finally
        {
            result.Socket?.Dispose();
            tell(result.Record(entrance, traffic));
        }
    }

    private async Task<RequestHead> ReadHeadAsync(Client client, CancellationToken end)
    {
        while (true)
        {
            var length = RequestParser.EndOfHead(client.Data.Span);
            if (length > limits.HeadBytes || (length == 0 && client.Length >= limits.HeadBytes))
                throw new MalformedRequestException($"its head is longer than {limits.HeadBytes} bytes", 431);
            if (length > 0)
            {
                var head = RequestParser.Parse(client.Data.Span[..length]);
                client.Skip(length);
                return head;
            }

            if (!await client.ReadAsync(limits.HeadBytes, end))
                throw new MalformedRequestException("it ended before its head was whole");
        }
    }
}
