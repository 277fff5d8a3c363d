using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>
/// Spawns the launcher with a plan. The launcher is another program on purpose: managed code must not run after
/// fork(2).
/// </summary>
internal static class Launcher
{
    private const int PlanDescriptor = 3, StatusDescriptor = 4, FirstListener = 5, FirstElevatedListener = 6;
    private const string FileName = "pinfold-launcher";

    /// <summary>The launcher beside this program.</summary>
    internal static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, FileName);

    internal static RunningCommand Start(Plan plan, LaunchRequest request, string? program = null)
    {
        var ports = plan.Steps.OfType<PlanStep.ForwardPort>().Select(s => s.Port).ToArray();
        var sockets = ports.Select(Listen).ToList();
        var egress = request.ServesEgress && plan.Steps.Any(s => s is PlanStep.Egress)
            ? EgressHandover.Create(sockets)
            : null;
        try
        {
            var first = request.Account is null ? FirstListener : FirstElevatedListener;
            var numbers = ports.Select((port, i) => (port, i)).ToDictionary(p => p.port, p => first + p.i);
            var encoder =
                LaunchPlanEncoder.Encode(plan, request, Libc.GetUid(), Libc.GetGid(), numbers,
                    egress is null ? null : first + ports.Length);
            if (request.Account is { } account) return StartAs(account, plan, request, encoder, sockets, egress);
            using var memory = PlanFile(encoder.Bytes);
            var (read, write) = Descriptor.Pipe();
            using (write)
            {
                return new RunningCommand(new ChildLauncher(Start(program ?? Path,
                    [request.Streams.In, request.Streams.Out, request.Streams.Error, memory.Number, write.Number,
                        .. sockets.Select(l => (int)l.Handle)])),
                        read, plan, encoder.Origin, egress);
            }
        }
        catch
        {
            egress?.Dispose();
            throw;
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }

    /// <summary>
    /// The broker spawns the launcher, and writes an operation before the plan's own; the rest is as without it.
    /// </summary>
    private static RunningCommand StartAs(AccountFacts account, Plan plan, LaunchRequest request,
        LaunchPlanEncoder encoder, List<Socket> listeners, EgressHandover? egress)
    {
        var (status, toStatus) = Descriptor.Pipe();
        var (fromSignals, signals) = Descriptor.Pipe();
        using (toStatus) using (fromSignals)
        {
            try
            {
                BrokerClient.Launch(account.Uid, encoder.Bytes,
                    [request.Streams.In, request.Streams.Out, request.Streams.Error, toStatus.Number,
                        fromSignals.Number, .. listeners.Select(l => (int)l.Handle)]);
                return new RunningCommand(new RemoteLauncher(signals), status, plan,
                    index => encoder.Origin(index - 1), egress);
            }
            catch
            {
                status.Dispose();
                signals.Dispose();
                throw;
            }
        }
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(128);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new LaunchException($"port {port} of the loopback cannot be forwarded: {e.SocketErrorCode}; "
                + "stop what listens on it, or remove it from [network] loopback", e);
        }
    }

    internal static Descriptor PlanFile(ReadOnlySpan<byte> bytes) => Descriptor.InMemory("pinfold-plan\0"u8, bytes);

    /// <summary>Starts the launcher with these descriptors as 0, 1, 2, … and no others.</summary>
    internal static int Start(string program, ReadOnlySpan<int> all) => Spawn.Start(program, [FileName], [], all);
}
