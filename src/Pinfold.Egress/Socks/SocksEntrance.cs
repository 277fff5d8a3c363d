using System.Buffers.Binary;
using System.Net;
using System.Text;
using Pinfold.Egress.Tunnels;

namespace Pinfold.Egress.Socks;

/// <summary>
/// One connection of a client that speaks SOCKS 5 (RFC 1928) with a name and password (RFC 1929). CONNECT alone: no
/// BIND, no UDP.
/// </summary>
internal sealed class SocksEntrance(Upstream upstream, Forward forward, EgressCredential credential, TimeProvider clock,
    Action<EgressRecord> tell)
{
    internal const byte Version = 5, OldVersion = 4;
    private const byte ByPassword = 2, NoneAcceptable = 0xFF, Succeeded = 0, NotAllowed = 2,
        HostUnreachable = 4, NoSuchCommand = 7, NoSuchAddressType = 8, OldRejected = 91;
    private const int MostBytes = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal async Task ServeAsync(Client client, CancellationToken head)
    {
        (string Host, int Port) target;
        try
        {
            await GreetAsync(client, head);
            target = await TargetAsync(client, head);
        }
        catch (RefusedException e)
        {
            tell(new(EgressEntrance.Socks, EgressOutcome.Refused, "", 0, e.Message));
            if (e.Answer.Length > 0) await client.EndAsync(e.Answer, Patience, clock);
            return;
        }

        var result = await upstream.OpenAsync(target.Host, target.Port, client.End);
        var traffic = new Traffic(clock);
        try
        {
            await client.SendAsync(
                Answer(result.Socket is not null ? Succeeded : result.Failure is null ? NotAllowed : HostUnreachable));
            if (result.Socket is not null) await forward.TunnelAsync(client, result.Socket, traffic);
        }
        finally
        {
            result.Socket?.Dispose();
            tell(result.Record(EgressEntrance.Socks, traffic));
        }
    }

    private async Task GreetAsync(Client client, CancellationToken head)
    {
        if (client.Data.Span[0] == OldVersion)
            throw new RefusedException("SOCKS 4 has no credential: use SOCKS 5", [0, OldRejected, 0, 0, 0, 0, 0, 0]);
        var count = (await TakeAsync(client, 2, head))[1];
        if (!(await TakeAsync(client, count, head)).Contains(ByPassword))
            throw new RefusedException(EgressCredential.Missing, [Version, NoneAcceptable]);
        await client.SendAsync(new byte[] { Version, ByPassword });
        if (await TakeAsync(client, 2, head) is not [1, var userLength])
            throw new RefusedException("the credential is malformed", []);
        var user = await TakeAsync(client, userLength, head);
        var password = await TakeAsync(client, (await TakeAsync(client, 1, head))[0], head);
        if (!credential.IsPair(user, password)) throw new RefusedException(EgressCredential.Wrong, [1, 1]);
        await client.SendAsync(new byte[] { 1, 0 });
    }

    private static async Task<(string Host, int Port)> TargetAsync(Client client, CancellationToken head)
    {
        if (await TakeAsync(client, 4, head) is not [Version, var command, 0, var kind])
            throw new RefusedException("the request is malformed", []);
        if (kind is not (1 or 3 or 4))
            throw new RefusedException("the kind of address is not known", Answer(NoSuchAddressType));
        var length = kind switch { 1 => 4, 4 => 16, _ => (await TakeAsync(client, 1, head))[0] };
        var address = await TakeAsync(client, length, head);
        var port = BinaryPrimitives.ReadUInt16BigEndian(await TakeAsync(client, 2, head));
        if (command != 1) throw new RefusedException("only CONNECT is served", Answer(NoSuchCommand));
        return (kind == 3 ? Encoding.Latin1.GetString(address) : new IPAddress(address).ToString(), port);
    }

    private static byte[] Answer(byte status) => [Version, status, 0, 1, 0, 0, 0, 0, 0, 0];

    private static async ValueTask<byte[]> TakeAsync(Client client, int count, CancellationToken head)
    {
        while (client.Length < count)
            if (!await client.ReadAsync(MostBytes, head))
                throw new RefusedException("it ended before it was whole", []);
        var bytes = client.Data[..count].ToArray();
        client.Skip(count);
        return bytes;
    }

    private sealed class RefusedException(string why, byte[] answer) : Exception(why)
    {
        /// <summary>What the client is told; empty: nothing.</summary>
        internal byte[] Answer { get; } = answer;
    }
}
