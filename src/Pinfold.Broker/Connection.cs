using System.Diagnostics;
using Pinfold.Core.Ledger;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;

namespace Pinfold.Broker;

/// <summary>
/// One question of one client, and its answer. What is malformed, unknown or too long is refused, and the connection
/// ends.
/// </summary>
internal sealed class Connection(LocalSocket socket, IHost host, Launches launches, UnderWay underWay)
{
    /// <summary>How long a client may take to say what it wants.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int FirstPiece = 1 << 16;

    internal void Serve()
    {
        try
        {
            socket.Limit(Patience);
            socket.Send(Answer());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OutOfMemoryException)
        {
            // The client is gone, or there is no room for it: nothing was started for it, and the broker serves the
            // others.
        }
        catch (Exception e)
        {
            // a fault of ours is not the others'
            Console.Error.WriteLine($"pinfold-broker: a connection of user {socket.Peer.Uid} ended by "
                + $"{e.GetType().Name}: {e.Message}");
        }
    }

    private byte[] Answer()
    {
        try
        {
            var head = new byte[BrokerHeader.Bytes];
            if (!socket.Receive(head, Patience)) return BrokerHeader.Refusal("nothing was asked");
            if (BrokerHeader.Read(head, out var reason) is not { } header) return BrokerHeader.Refusal(reason);
            if (!header.IsRequest) return BrokerHeader.Refusal($"{header.Kind} is no request");
            var uid = socket.Peer.Uid;
            if (uid == host.Offline.Uid || uid == host.Online.Uid)
                return BrokerHeader.Refusal("a command in the fence asks for no other");
            if (header.Kind == BrokerKind.Status)
                return BrokerHeader.Record(BrokerKind.Standing,
                    new BrokerStatus(host.Offline, host.Online, launches.Count(uid), host.Cgroups)
                        { Rivals = host.LauncherFault() is { } unfit ? [unfit] : [] }.Write());
            return (header.Kind == BrokerKind.Launch ? Launch(uid, header.Length) : Do(header.Kind, uid)) is { } fault
                ? BrokerHeader.Refusal(fault) : BrokerHeader.Record(BrokerKind.Done, []);
        }
        catch (InvalidDataException e)
        {
            return BrokerHeader.Refusal(e.Message);
        }
    }

    private string? Do(BrokerKind kind, uint uid) => Reasoned(() =>
    {
        if (kind == BrokerKind.Repair) return host.Stands();
        launches.End(uid);
        return null;
    });

    private string? Launch(uint uid, int length)
    {
        if (!underWay.TryBegin(uid))
            return $"user {uid} has {UnderWay.MaxLaunches} launches under way already, and none of them comes to an end";
        var descriptors = new List<Descriptor>();
        var body = Array.Empty<byte>();
        var held = 0;
        try
        {
            return Read(uid, length, descriptors, ref body, ref held) ?? Reasoned(() => Launch(body, descriptors));
        }
        finally
        {
            foreach (var descriptor in descriptors) descriptor.Dispose();
            underWay.End(uid, held);
        }
    }

    /// <summary>
    /// Takes memory for what has come, not for what was announced; null, or why not. Descriptors come with the first
    /// piece.
    /// </summary>
    private string? Read(uint uid, int length, List<Descriptor> descriptors, ref byte[] body, ref int held)
    {
        var began = Stopwatch.GetTimestamp();
        for (var have = 0; have < length; have = body.Length)
        {
            var size = Math.Min(length, Math.Max(FirstPiece, 2 * have));
            if (!underWay.TryHold(uid, size - have))
                return $"user {uid} has {UnderWay.MaxBytes >> 20} MiB of launches under way already";
            held = size;
            Array.Resize(ref body, size);
            if (!socket.Receive(body.AsSpan(have), Patience - Stopwatch.GetElapsedTime(began),
                have == 0 ? descriptors : null))
                return "the record is cut off";
        }

        return null;
    }

    /// <summary>What the host refuses is the caller's to know; the socket's own faults are not caught here.</summary>
    private static string? Reasoned(Func<string?> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private string? Launch(ReadOnlySpan<byte> body, List<Descriptor> descriptors)
    {
        if (!LaunchBody.TryRead(body, out var launch)) return "the launch is malformed";
        if (descriptors.Count != LaunchBody.FixedDescriptors + launch.Ports)
            return $"{descriptors.Count} descriptors came with a launch that uses "
                + $"{LaunchBody.FixedDescriptors + launch.Ports}";
        if (AccountOf(launch.Account) is not { } account) return $"user {launch.Account} is no account of Pinfold";
        if ((host.Stands() ?? host.LauncherFault()) is { } fallen) return fallen;
        if (AccountOf(launch.Account) != account) return "setup has just changed the accounts: start the command again";
        if (account == host.Online && host.Network != SetupOptions.AnyNetwork)
            return $"the machine's policy allows no more network than '{host.Network}', "
                + $"so that nothing runs as {account.Name}; an administrator changes [network] mode in "
                + "/etc/pinfold/policy.toml, and then runs 'sudo pinfold setup'";
        if (PlanCheck.Fault(launch.Plan, account == host.Offline, launch.Ports,
            [.. host.Cgroups.Where(c => c.IsFor(account.Uid))], socket.Peer.Pid, Kernel.LandlockAbi,
            out var found) is { } fault)
            return fault;
        return Grants.Make(socket, account, found.Granted)
            ?? launches.Start(socket, account, launch, descriptors, found);
    }

    private BrokerAccount? AccountOf(uint uid) =>
        uid == host.Offline.Uid ? host.Offline : uid == host.Online.Uid ? host.Online : null;
}
