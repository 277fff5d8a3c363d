using System.Runtime.InteropServices;
using Pinfold.Broker;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using Pinfold.Linux.Network;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Setup;

// The broker: root, in the foreground, until SIGTERM. It takes no arguments and reads no environment.
StandardStreams.OpenMissing();
try
{
    if (Libc.GetUid() != 0) throw new SetupException("pinfold-broker runs as root: 'sudo pinfold setup' starts it");
    var host = InstalledHost.Read() ?? throw new SetupException("nothing is set up here: run 'sudo pinfold setup'");
    host.Watch();
    // each launch tries again, and refuses
    if (host.Stands() is { } fault) Console.Error.WriteLine($"pinfold-broker: {fault}");
    foreach (var place in host.Cgroups) CgroupProbe.RemoveStale(place.Folder);
    var launches = new Launches(OpenFiles.AllowAll()); // every user's connections have descriptors
    launches.Adopt(host.Cgroups);
    using var listener = Listener.Open(BrokerClient.SocketPath);
    using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(0));
    var underWay = new UnderWay(Connection.Patience);
    listener.Serve(socket => new Connection(socket, host, launches, underWay).Serve());
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"pinfold-broker: {e.Message}");
    return 1;
}
