using System.IO.Pipes;
using System.Text;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Service;

/// <summary>The way to the broker: one connection for each question, and for each command while it runs.</summary>
internal static class BrokerClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What stands. The message of an exception is fit for the user.</summary>
    /// <exception cref="IOException">There is no broker, or it refuses.</exception>
    internal static BrokerStatus Status() =>
        BrokerStatus.Read(Ask(BrokerKind.Status, BrokerKind.Standing)) ?? throw Broken("its status is malformed");

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

    /// <summary>Has a command started, over the broker's pipe.</summary>
    /// <exception cref="LaunchException">The program cannot be started.</exception>
    /// <exception cref="IOException">There is no broker, or it refuses.</exception>
    internal static RunningCommand Launch(AccountLaunch launch)
    {
        RequireService();
        return Launch(BrokerPipe.Name, Service, launch.Write());
    }

    /// <summary>The same over that pipe, whose server has to be that process.</summary>
    internal static RunningCommand Launch(string pipe, Func<uint> server, byte[] launch)
    {
        using var end = new CancellationTokenSource(Patience);
        NamedPipeClientStream? client = null;
        try
        {
            client = PipeListener.Connect(pipe, server, isActedFor: true);
            var (kind, body) = Exchange(client, BrokerKind.Launch, launch, end.Token).GetAwaiter().GetResult();
            if (kind == BrokerKind.Ended && LaunchEnding.Read(body) is { Outcome: (byte)LaunchOutcome.NotExecutable
                or (byte)LaunchOutcome.NotFound } ending)
                throw new LaunchException((LaunchOutcome)ending.Outcome, ending.Failure);
            if (kind != BrokerKind.Started || body.Length != sizeof(uint)) throw Broken($"it said {kind}");
            var command = new BrokerCommand(client, BitConverter.ToUInt32(body));
            client = null;
            return command;
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or EndOfStreamException)
        {
            throw new IOException($"the broker does not answer ({e.Message}); 'pinfold doctor' says more", e);
        }
        finally
        {
            client?.Dispose();
        }
    }

    /// <summary>One record from the broker.</summary>
    internal static async Task<(BrokerKind Kind, byte[] Body)> Receive(Stream client, CancellationToken stop)
    {
        var head = new byte[BrokerHeader.Bytes];
        await client.ReadExactlyAsync(head, stop).ConfigureAwait(false);
        if (BrokerHeader.Read(head, out var reason) is not { } header) throw Broken(reason);
        var body = new byte[header.Length];
        await client.ReadExactlyAsync(body, stop).ConfigureAwait(false);
        return header.Kind == BrokerKind.Refused
            ? throw new IOException("the broker refused: " + Encoding.UTF8.GetString(body))
            : (header.Kind, body);
    }

    private static byte[] Ask(BrokerKind kind, BrokerKind expected)
    {
        RequireService();
        return Ask(BrokerPipe.Name, Service, kind, expected);
    }

    private static uint Service() => ServiceControl.ProcessOf(BrokerService.Name);

    private static void RequireService()
    {
        if (Service() == 0)
            throw new IOException($"elevated mode needs Pinfold's broker, and the service {BrokerService.Name} does not run: an administrator runs 'pinfold setup' once; or use --mode unelevated; 'pinfold doctor' says more");
    }

    private static async Task<byte[]> Ask(NamedPipeClientStream client, BrokerKind kind, BrokerKind expected,
        CancellationToken stop)
    {
        var (said, body) = await Exchange(client, kind, [], stop).ConfigureAwait(false);
        return said == expected ? body : throw Broken($"it said {said}");
    }

    private static async Task<(BrokerKind Kind, byte[] Body)> Exchange(NamedPipeClientStream client, BrokerKind kind,
        byte[] body, CancellationToken stop)
    {
        await client.WriteAsync(BrokerHeader.Record(kind, body), stop).ConfigureAwait(false);
        return await Receive(client, stop).ConfigureAwait(false);
    }

    private static IOException Broken(string why) => new($"the broker's answer is not to be trusted: {why}");
}
