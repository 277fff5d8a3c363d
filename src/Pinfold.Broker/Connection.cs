using Pinfold.Core.Protocol;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;

namespace Pinfold.Broker;

/// <summary>One question of one client, and its answer. What is malformed, unknown or too long is refused, and the connection ends.</summary>
internal sealed class Connection(LocalSocket socket, IHost host, Launches launches)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal void Serve()
    {
        var descriptors = new List<Descriptor>();
        try
        {
            socket.Limit(Patience);
            socket.Send(Answer(descriptors));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidDataException or OutOfMemoryException)
        {
            // The client is gone, or sent what no client sends, or there is no room for it: nothing was started for it, and the broker serves the others.
        }
        finally
        {
            foreach (var descriptor in descriptors) descriptor.Dispose();
        }
    }

    private byte[] Answer(List<Descriptor> descriptors)
    {
        var head = new byte[BrokerHeader.Bytes];
        if (!socket.Receive(head, descriptors, Patience)) return BrokerHeader.Refusal("nothing was asked");
        if (BrokerHeader.Read(head, out var reason) is not { } header) return BrokerHeader.Refusal(reason);
        if (!header.IsRequest) return BrokerHeader.Refusal($"{header.Kind} is no request");
        var uid = socket.Peer.Uid;
        if (uid == host.Offline.Uid || uid == host.Online.Uid) return BrokerHeader.Refusal("a command in the fence asks for no other");
        var body = new byte[header.Length];
        if (body.Length > 0 && !socket.Receive(body, descriptors, Patience)) return BrokerHeader.Refusal("the record is cut off");
        if (header.Kind != BrokerKind.Launch && descriptors.Count > 0) return BrokerHeader.Refusal($"{header.Kind} takes no descriptors");
        switch (header.Kind)
        {
            case BrokerKind.Status: return BrokerHeader.Record(BrokerKind.Standing, new BrokerStatus(host.Offline, host.Online, launches.Count(uid), host.Cgroups).Write());
            case BrokerKind.Release: launches.End(uid); break;
            default:
                if ((header.Kind == BrokerKind.Launch ? Launch(body, descriptors) : host.Repair()) is { } fault) return BrokerHeader.Refusal(fault);
                break;
        }

        return BrokerHeader.Record(BrokerKind.Done, []);
    }

    private string? Launch(ReadOnlySpan<byte> body, List<Descriptor> descriptors)
    {
        if (!LaunchBody.TryRead(body, out var launch)) return "the launch is malformed";
        if (descriptors.Count != LaunchBody.FixedDescriptors + launch.Ports) return $"{descriptors.Count} descriptors came with a launch that uses {LaunchBody.FixedDescriptors + launch.Ports}";
        var account = launch.Account == host.Offline.Uid ? host.Offline : launch.Account == host.Online.Uid ? host.Online : null;
        if (account is null) return $"user {launch.Account} is no account of Pinfold";
        if (PlanCheck.Fault(launch.Plan, account == host.Offline, launch.Ports, [.. host.Cgroups.Where(c => c.IsFor(account.Uid))], Kernel.LandlockAbi, out var found) is { } fault) return fault;
        return host.Stands() ?? Grants.Make(socket, account, found.Granted) ?? launches.Start(socket, account, launch, descriptors, found);
    }
}
