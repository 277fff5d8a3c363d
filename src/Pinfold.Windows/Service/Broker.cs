using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;

namespace Pinfold.Windows.Service;

/// <summary>The broker's work: one request of a client, one answer. Whoever the pipe lets in may ask; nothing that is asked names a file, an account or a right.</summary>
internal sealed class Broker(IBrokerHost host)
{
    /// <summary>Why no command is started, for people.</summary>
    internal const string StartsNothing =
        "this version of the broker starts no commands on Windows: the plan of 'pinfold plan --mode elevated' is not carried out yet; use --mode unelevated";

    private const int MaxClients = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs as the installed service, until that is stopped.</summary>
    internal static void RunAsService() => ServiceHost.Run(BrokerService.Name, stop =>
    {
        var host = InstalledHost.Read();
        if (host.Repair() is { } fault) throw new IOException(fault);
        using var listener = new PipeListener(BrokerPipe.Name, BrokerPipe.Sddl(host.Group));
        new Broker(host).Serve(listener, stop).GetAwaiter().GetResult();
    });

    /// <summary>Answers clients side by side: one that says nothing holds up nobody.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal async Task Serve(PipeListener listener, CancellationToken stop)
    {
        using var places = new SemaphoreSlim(MaxClients);
        while (true)
        {
            await places.WaitAsync(stop).ConfigureAwait(false);
            var (client, _) = await listener.Accept(stop).ConfigureAwait(false);
            _ = Task.Run(
                async () =>
                {
                    await using (client.ConfigureAwait(false))
                    {
                        await Answer(client, stop).ConfigureAwait(false);
                    }

                    places.Release();
                },
                CancellationToken.None);
        }
    }

    /// <summary>Reads one request and answers it. A client that goes, or takes too long, gets none.</summary>
    internal async Task Answer(Stream client, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(Patience);
        try
        {
            var head = new byte[BrokerHeader.Bytes];
            await client.ReadExactlyAsync(head, end.Token).ConfigureAwait(false);
            var answer = BrokerHeader.Read(head, out var reason) is not { } header ? BrokerHeader.Refusal(reason)
                : !header.IsRequest ? BrokerHeader.Refusal($"{header.Kind} is no request") : await To(header, client, end.Token).ConfigureAwait(false);
            await client.WriteAsync(answer, end.Token).ConfigureAwait(false);
            await client.FlushAsync(end.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return; // the client has gone: there is nobody to tell
        }
    }

    private async Task<byte[]> To(BrokerHeader header, Stream client, CancellationToken stop)
    {
        // A body is read, so that the client can write all of it, and not kept: no request that is answered has one.
        var rest = new byte[Math.Min(header.Length, 1 << 16)];
        for (var left = header.Length; left > 0; left -= Math.Min(left, rest.Length)) await client.ReadExactlyAsync(rest.AsMemory(0, Math.Min(left, rest.Length)), stop).ConfigureAwait(false);
        try
        {
            return header.Kind switch
            {
                BrokerKind.Status => BrokerHeader.Record(BrokerKind.Standing, host.Status().Write()),
                BrokerKind.Repair when host.Repair() is { } fault => BrokerHeader.Refusal(fault),
                BrokerKind.Launch => BrokerHeader.Refusal(StartsNothing),
                _ => BrokerHeader.Record(BrokerKind.Done, []), // of a release too: nothing runs
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return BrokerHeader.Refusal(e.Message);
        }
    }
}
