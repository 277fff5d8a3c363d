using System.Buffers.Binary;
using Pinfold.Egress.Tunnels;

namespace Pinfold.Egress.Names;

/// <summary>
/// A connection to the sandbox's name server (RFC 7766): one question after the other, two bytes of length before each
/// and each answer.
/// </summary>
internal sealed class NameStream(NameServer server, TimeSpan patience, TimeProvider clock)
{
    internal const int Port = 53, MostBytes = 1500;
    private const int LengthBytes = 2;

    /// <summary>Until the client ends, waits for too long (6.2.3), or asks what is no question.</summary>
    internal async Task ServeAsync(Client client)
    {
        while (true)
        {
            using var time = new CancellationTokenSource(patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(client.End, time.Token);
            if (!await HasAsync(client, LengthBytes, either.Token)) return;
            var length = BinaryPrimitives.ReadUInt16BigEndian(client.Data.Span);
            if (length is < NameQuery.HeaderBytes or > MostBytes) break;
            if (!await HasAsync(client, LengthBytes + length, either.Token)) break;
            if (server.Answer(client.Data.Span.Slice(LengthBytes, length)) is not { } answer) break;
            client.Skip(LengthBytes + length);
            byte[] framed = [(byte)(answer.Length >> 8), (byte)answer.Length, .. answer];
            await Pump.SendAsync(client.Socket, framed, either.Token);
        }

        Pump.Break(client.Socket);
    }

    /// <summary>False when the client has ended before.</summary>
    private static async ValueTask<bool> HasAsync(Client client, int count, CancellationToken end)
    {
        while (client.Length < count)
            if (!await client.ReadAsync(LengthBytes + MostBytes, end)) return false;
        return true;
    }
}
