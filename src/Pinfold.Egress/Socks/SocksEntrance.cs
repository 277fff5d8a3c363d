using System.Buffers.Binary;
using System.Net;
using System.Text;
using Pinfold.Egress.Tunnels;

namespace Pinfold.Egress.Socks;

/// <summary>One connection of a client that speaks SOCKS 5 (RFC 1928) with a name and password (RFC 1929). CONNECT alone: no BIND, no UDP.</summary>
internal sealed class SocksEntrance(Upstream upstream, Forward forward, EgressCredential credential, TimeProvider clock, Action<EgressRecord> tell)
{
    internal const byte Version = 5;
    private const byte ByPassword = 2, NoneAcceptable = 0xFF, Succeeded = 0, NotAllowed = 2, HostUnreachable = 4, NoSuchCommand = 7, NoSuchAddressType = 8;
    private const int MostBytes = 1024;

    internal async Task ServeAsync(Client client, CancellationToken head)
    {
        if (!await GreetAsync(client, head)) return;
        var fixedPart = await TakeAsync(client, 4, head);
        if (fixedPart is not [Version, var command, 0, var kind]) return;
        var host = kind switch
        {
            1 => await TakeAsync(client, 4, head) is { } bytes ? new IPAddress(bytes).ToString() : null,
            4 => await TakeAsync(client, 16, head) is { } bytes ? new IPAddress(bytes).ToString() : null,
            3 => await TakeAsync(client, 1, head) is [var length] && await TakeAsync(client, length, head) is { } bytes ? Encoding.Latin1.GetString(bytes) : null,
            _ => "",
        };
        if (host is null || await TakeAsync(client, 2, head) is not { } port) return;
        if (kind is not (1 or 3 or 4) || command != 1)
        {
            tell(new(EgressEntrance.Socks, EgressOutcome.Refused, "", 0, command != 1 ? "only CONNECT is served" : "the kind of address is not known"));
            await client.SendAsync(Answer(command != 1 ? NoSuchCommand : NoSuchAddressType));
            return;
        }

        var result = await upstream.OpenAsync(host, BinaryPrimitives.ReadUInt16BigEndian(port), client.End);
        var traffic = new Traffic(clock);
        try
        {
            await client.SendAsync(Answer(result.Socket is not null ? Succeeded : result.Failure is null ? NotAllowed : HostUnreachable));
            if (result.Socket is not null) await forward.TunnelAsync(client, result.Socket, traffic);
        }
        finally
        {
            result.Socket?.Dispose();
            tell(result.Record(EgressEntrance.Socks, traffic));
        }
    }

    private async Task<bool> GreetAsync(Client client, CancellationToken head)
    {
        if (await TakeAsync(client, 2, head) is not [Version, var count] || await TakeAsync(client, count, head) is not { } methods) return false;
        if (!methods.Contains(ByPassword))
        {
            await client.SendAsync(new byte[] { Version, NoneAcceptable });
            return false;
        }

        await client.SendAsync(new byte[] { Version, ByPassword });
        if (await TakeAsync(client, 2, head) is not [1, var userLength] || await TakeAsync(client, userLength, head) is not { } user) return false;
        if (await TakeAsync(client, 1, head) is not [var passwordLength] || await TakeAsync(client, passwordLength, head) is not { } password) return false;
        var right = credential.IsPair(user, password);
        if (!right) tell(new(EgressEntrance.Socks, EgressOutcome.Refused, "", 0, "the credential is not this session's"));
        await client.SendAsync(new byte[] { 1, (byte)(right ? 0 : 1) });
        return right;
    }

    private static byte[] Answer(byte status) => [Version, status, 0, 1, 0, 0, 0, 0, 0, 0];

    private static async ValueTask<byte[]?> TakeAsync(Client client, int count, CancellationToken head)
    {
        while (client.Length < count)
            if (!await client.ReadAsync(MostBytes, head)) return null;
        var bytes = client.Data[..count].ToArray();
        client.Skip(count);
        return bytes;
    }
}
