using System.Buffers.Binary;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Service;

/// <summary>
/// The broker's work: one request of a client, one answer, and for a command a second one when it has ended. Nothing
/// that is asked names a right, a group or a descriptor: what a command is given is found out and put together here.
/// </summary>
/// <param name="host">What it answers from.</param>
/// <param name="launches">Starts commands.</param>
internal sealed class Broker(IBrokerHost host, ILaunches launches)
{
    /// <summary>
    /// How often in a row no client can be let in before the service ends; the service manager starts it again.
    /// </summary>
    internal const int MaxFaults = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Silence = TimeSpan.FromSeconds(10),
        ShortestPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Told of what a client is not to know.</summary>
    internal Action<string> Report { get; init; } = message => Advapi32.Report(BrokerService.Name, message);

    /// <summary>Waits before a client is let in after a fault.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>Runs as the installed service, until that is stopped.</summary>
    internal static void RunAsService() => ServiceHost.Run(BrokerService.Name, stop =>
    {
        // LocalSystem holds these, not enabled, and what starts a process or loads a profile for another asks for them
        // (Win32, LocalSystem Account).
        foreach (var privilege in (Privileges[])[Privileges.AssignPrimaryToken,
            Privileges.IncreaseQuota, Privileges.Backup, Privileges.Restore])
            Advapi32.EnableOwn(privilege);
        var host = InstalledHost.Read();
        if (host.Repair() is { } fault) throw new IOException(fault);
        using var listener = new PipeListener(BrokerPipe.Name, BrokerPipe.Sddl(host.Group));
        new Broker(host, new Launches(new(Accounts.LocalAccounts.SetPassword)))
            .Serve(listener, stop).GetAwaiter().GetResult();
    });

    /// <summary>Answers the clients of a pipe.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal Task Serve(PipeListener listener, CancellationToken stop) => Serve(
        async end =>
        {
            var (stream, process) = await listener.Accept(end).ConfigureAwait(false);
            var caller = new Caller(stream.SafePipeHandle, process);
            return new(stream, caller, caller.UserOfProcess());
        },
        stop);

    /// <summary>
    /// Answers clients side by side: one that says nothing holds up nobody, nor does one whose command runs, nor many
    /// of one user. Those whose user cannot be told share the places of one.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="IOException">No client can be let in, however often it is tried.</exception>
    internal async Task Serve(Func<CancellationToken, Task<Client>> accept, CancellationToken stop)
    {
        using var free = new SemaphoreSlim(ClientPlaces<Sid>.Most);
        var places = new ClientPlaces<Sid>();
        for (var faults = 0; ;)
        {
            await free.WaitAsync(stop).ConfigureAwait(false);
            Client client;
            try
            {
                client = await accept(stop).ConfigureAwait(false);
                faults = 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                free.Release();
                if (++faults > MaxFaults) throw;
                if (faults == 1)
                    Report(
                        $"no client can be let in: {e.Message}; it is tried {MaxFaults} times, then the service ends");
                await Pause(faults > 6 ? LongestPause : ShortestPause * (1 << (faults - 1)), stop)
                    .ConfigureAwait(false);
                continue;
            }

            var user = client.User ?? WellKnownSids.Anonymous;
            if (places.TryEnter(user))
            {
                _ = Task.Run(() => Serve(client, user, places, free, stop), CancellationToken.None);
            }
            else
            {
                _ = Say(client.Stream,
                    $"user {user} has {ClientPlaces<Sid>.MostOfOneUser} requests under way already; try again");
                // whoever does not read it at once has the connection's end
                await client.Stream.DisposeAsync().ConfigureAwait(false);
                free.Release();
            }
        }
    }

    private static async Task Say(Stream client, string refusal)
    {
        try
        {
            await client.WriteAsync(BrokerHeader.Refusal(refusal), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return; // it has gone, or does not read
        }
    }

    private async Task Serve(Client client, Sid user, ClientPlaces<Sid> places, SemaphoreSlim free,
        CancellationToken stop)
    {
        await using var open = client.Stream.ConfigureAwait(false);
        StartedLaunch? started = null;
        try
        {
            started = await Answer(client.Stream, client.Caller, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // a fault of ours is not the others'
            Report($"a connection of {user} ended by {e.GetType().Name}: {e.Message}");
        }
        finally
        {
            places.Leave(user);
            free.Release();
        }

        if (started is not null) await Follow(client.Stream, started, stop).ConfigureAwait(false);
    }

    /// <summary>Reads one request and answers it. A client that goes, or takes too long, gets none.</summary>
    /// <returns>The command that was started, to be followed; else null.</returns>
    internal async Task<StartedLaunch?> Answer(Stream client, Caller caller, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(Silence);
        StartedLaunch? started = null;
        try
        {
            var head = new byte[BrokerHeader.Bytes];
            await client.ReadExactlyAsync(head, end.Token).ConfigureAwait(false);
            end.CancelAfter(Patience);
            byte[] answer;
            if (BrokerHeader.Read(head, out var reason) is not { } header) answer = BrokerHeader.Refusal(reason);
            else if (!header.IsRequest) answer = BrokerHeader.Refusal($"{header.Kind} is no request");
            else
                (answer, started) = To(header.Kind,
                    await Body(header, client, end.Token).ConfigureAwait(false), caller);
            await client.WriteAsync(answer, end.Token).ConfigureAwait(false);
            await client.FlushAsync(end.Token).ConfigureAwait(false);
            return started;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            started?.Dispose();
            return null; // the client has gone: there is nobody to tell
        }
    }

    /// <summary>
    /// Waits until a command has ended, and tells. It ends with its client: when that goes, or sends anything, or when
    /// the broker stops.
    /// </summary>
    internal static async Task Follow(Stream client, StartedLaunch started, CancellationToken stop)
    {
        using (started)
        {
            var ended = Task.Factory.StartNew(started.Command.Wait, CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (await Task.WhenAny(ended, Word(client, stop)).ConfigureAwait(false) != ended) started.Command.Kill();
            var result = await ended.ConfigureAwait(false);
            using var end = new CancellationTokenSource(Patience);
            try
            {
                await client.WriteAsync(Ended(result), end.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                return; // the client has gone
            }
        }
    }

    private static async Task Word(Stream client, CancellationToken stop)
    {
        try
        {
            _ = await client.ReadAsync(new byte[1], stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return; // as good as a word
        }
    }

    private static byte[] Ended(LaunchResult result) =>
        BrokerHeader.Record(BrokerKind.Ended,
            new LaunchEnding((byte)result.Outcome, result.ExitStatus, result.Failure ?? "").Write());

    /// <summary>
    /// The body of a launch; one that is longer than any is read, so that the client can write all of it, and not kept.
    /// </summary>
    private static async Task<byte[]> Body(BrokerHeader header, Stream client, CancellationToken stop)
    {
        var kept = new byte[Math.Min(header.Length, AccountLaunch.MaxBytes + 1)];
        await client.ReadExactlyAsync(kept, stop).ConfigureAwait(false);
        var rest = new byte[1 << 16];
        for (var left = header.Length - kept.Length; left > 0; left -= Math.Min(left, rest.Length))
            await client.ReadExactlyAsync(rest.AsMemory(0, Math.Min(left, rest.Length)), stop).ConfigureAwait(false);
        return kept;
    }

    private (byte[] Answer, StartedLaunch? Started) To(BrokerKind kind, byte[] body, Caller caller)
    {
        try
        {
            switch (kind)
            {
                case BrokerKind.Status:
                    return (
                        BrokerHeader.Record(BrokerKind.Standing, host.Status(launches.CountOf(caller)).Write()), null);
                case BrokerKind.Repair when host.Repair() is { } fault: return (BrokerHeader.Refusal(fault), null);
                case BrokerKind.Release:
                    launches.End(caller);
                    break;
                case BrokerKind.Launch: return Launch(body, caller);
            }

            return (BrokerHeader.Record(BrokerKind.Done, []), null);
        }
        catch (LaunchException e)
        {
            return (Ended(e.Result), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (BrokerHeader.Refusal(e.Message), null);
        }
    }

    /// <summary>Accounts, rights and filters stand, or nothing is started.</summary>
    private (byte[] Answer, StartedLaunch? Started) Launch(byte[] body, Caller caller)
    {
        if (AccountLaunch.Read(body, out var malformed) is not { } launch)
            return (BrokerHeader.Refusal(malformed), null);
        if (host.Repair() is { } fault) return (BrokerHeader.Refusal(fault), null);
        var started = launches.Start(launch, host.Installed, caller);
        try
        {
            var id = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(id, started.Command.Id);
            return (BrokerHeader.Record(BrokerKind.Started, id), started);
        }
        catch (IOException)
        {
            started.Dispose();
            throw;
        }
    }
}
