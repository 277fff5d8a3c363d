using System.Buffers.Binary;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Service;

/// <summary>
/// The broker's work: one request of a client, one answer, and for a command a second one when it has ended. Nothing that is asked names a right, a group or a
/// descriptor: what a command is given is found out and put together here.
/// </summary>
internal sealed class Broker(IBrokerHost host, ILaunches launches)
{
    private const int MaxClients = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs as the installed service, until that is stopped.</summary>
    internal static void RunAsService() => ServiceHost.Run(BrokerService.Name, stop =>
    {
        // LocalSystem holds these, not enabled, and what starts a process or loads a profile for another asks for them (Win32, LocalSystem Account).
        foreach (var privilege in (Privileges[])[Privileges.AssignPrimaryToken, Privileges.IncreaseQuota, Privileges.Backup, Privileges.Restore])
            Advapi32.EnableOwn(privilege);
        var host = InstalledHost.Read();
        if (host.Repair() is { } fault) throw new IOException(fault);
        using var listener = new PipeListener(BrokerPipe.Name, BrokerPipe.Sddl(host.Group));
        new Broker(host, new Launches(new(Netapi32.SetPassword))).Serve(listener, stop).GetAwaiter().GetResult();
    });

    /// <summary>Answers clients side by side: one that says nothing holds up nobody, nor does one whose command runs.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal async Task Serve(PipeListener listener, CancellationToken stop)
    {
        using var places = new SemaphoreSlim(MaxClients);
        while (true)
        {
            await places.WaitAsync(stop).ConfigureAwait(false);
            var (client, process) = await listener.Accept(stop).ConfigureAwait(false);
            _ = Task.Run(
                async () =>
                {
                    StartedLaunch? started;
                    await using (client.ConfigureAwait(false))
                    {
                        try
                        {
                            started = await Answer(client, new Caller(client.SafePipeHandle, process), stop).ConfigureAwait(false);
                        }
                        finally
                        {
                            places.Release();
                        }

                        if (started is not null) await Follow(client, started, stop).ConfigureAwait(false);
                    }
                },
                CancellationToken.None);
        }
    }

    /// <summary>Reads one request and answers it. A client that goes, or takes too long, gets none.</summary>
    /// <returns>The command that was started, to be followed; else null.</returns>
    internal async Task<StartedLaunch?> Answer(Stream client, Caller caller, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(Patience);
        StartedLaunch? started = null;
        try
        {
            var head = new byte[BrokerHeader.Bytes];
            await client.ReadExactlyAsync(head, end.Token).ConfigureAwait(false);
            byte[] answer;
            if (BrokerHeader.Read(head, out var reason) is not { } header) answer = BrokerHeader.Refusal(reason);
            else if (!header.IsRequest) answer = BrokerHeader.Refusal($"{header.Kind} is no request");
            else (answer, started) = To(header.Kind, await Body(header, client, end.Token).ConfigureAwait(false), caller);
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

    /// <summary>Waits until a command has ended, and tells. It ends with its client: when that goes, or sends anything, or when the broker stops.</summary>
    internal static async Task Follow(Stream client, StartedLaunch started, CancellationToken stop)
    {
        using (started)
        {
            var ended = Task.Factory.StartNew(started.Command.Wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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
        BrokerHeader.Record(BrokerKind.Ended, new LaunchEnding((byte)result.Outcome, result.ExitStatus, result.Failure ?? "").Write());

    /// <summary>The body of a launch; one that is longer than any is read, so that the client can write all of it, and not kept.</summary>
    private static async Task<byte[]> Body(BrokerHeader header, Stream client, CancellationToken stop)
    {
        var kept = new byte[Math.Min(header.Length, AccountLaunch.MaxBytes + 1)];
        await client.ReadExactlyAsync(kept, stop).ConfigureAwait(false);
        var rest = new byte[1 << 16];
        for (var left = header.Length - kept.Length; left > 0; left -= Math.Min(left, rest.Length)) await client.ReadExactlyAsync(rest.AsMemory(0, Math.Min(left, rest.Length)), stop).ConfigureAwait(false);
        return kept;
    }

    private (byte[] Answer, StartedLaunch? Started) To(BrokerKind kind, byte[] body, Caller caller)
    {
        try
        {
            switch (kind)
            {
                case BrokerKind.Status: return (BrokerHeader.Record(BrokerKind.Standing, host.Status(launches.CountOf(caller)).Write()), null);
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
        if (AccountLaunch.Read(body, out var malformed) is not { } launch) return (BrokerHeader.Refusal(malformed), null);
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
