using System.IO.Pipes;
using System.Text;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;

namespace Pinfold.Windows.Service;

/// <summary>The way to the broker: one connection for each question.</summary>
internal static class BrokerClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What stands. The message of an exception is fit for the user.</summary>
    /// <exception cref="IOException">There is no broker, or it refuses.</exception>
    internal static BrokerStatus Status() => BrokerStatus.Read(Ask(BrokerKind.Status, BrokerKind.Standing)) ?? throw Broken("its status is malformed");

    /// <summary>Puts accounts, rights and filters back as they were set up.</summary>
    /// <exception cref="IOException">There is no broker, or it could not.</exception>
    internal static void Repair() => Ask(BrokerKind.Repair, BrokerKind.Done);

    /// <summary>Asks over that pipe, whose server has to be that process.</summary>
    internal static byte[] Ask(string pipe, Func<uint> server, BrokerKind kind, BrokerKind expected)
    {
        using var end = new CancellationTokenSource(Patience);
        try
        {
            using var client = PipeListener.Connect(pipe, server);
            return Ask(client, kind, expected, end.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or EndOfStreamException)
        {
            throw new IOException($"the broker does not answer ({e.Message}); 'pinfold doctor' says more", e);
        }
    }

    private static byte[] Ask(BrokerKind kind, BrokerKind expected)
    {
        if (ServiceControl.ProcessOf(BrokerService.Name) == 0)
            throw new IOException($"elevated mode needs Pinfold's broker, and the service {BrokerService.Name} does not run: an administrator runs 'pinfold setup' once; or use --mode unelevated; 'pinfold doctor' says more");
        return Ask(BrokerPipe.Name, () => ServiceControl.ProcessOf(BrokerService.Name), kind, expected);
    }

    private static async Task<byte[]> Ask(NamedPipeClientStream client, BrokerKind kind, BrokerKind expected, CancellationToken stop)
    {
        await client.WriteAsync(BrokerHeader.Record(kind, []), stop).ConfigureAwait(false);
        var head = new byte[BrokerHeader.Bytes];
        await client.ReadExactlyAsync(head, stop).ConfigureAwait(false);
        if (BrokerHeader.Read(head, out var reason) is not { } header) throw Broken(reason);
        var body = new byte[header.Length];
        await client.ReadExactlyAsync(body, stop).ConfigureAwait(false);
        if (header.Kind == BrokerKind.Refused) throw new IOException("the broker refused: " + Encoding.UTF8.GetString(body));
        return header.Kind == expected ? body : throw Broken($"it said {header.Kind}");
    }

    private static IOException Broken(string why) => new($"the broker's answer is not to be trusted: {why}");
}
