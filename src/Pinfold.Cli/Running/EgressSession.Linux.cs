using System.Text.Json.Nodes;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Network;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Running;

/// <content>On Linux it accepts on sockets of the command's own network namespace.</content>
internal sealed partial class EgressSession : IEgressService
{
    /// <summary>Null for a plan without the step.</summary>
    /// <param name="policy">Its allow list.</param>
    /// <param name="plan">The plan of the command.</param>
    /// <param name="record">Writes a record of each connection, and says how many bytes it took; null: nobody
    /// does.</param>
    internal static EgressSession? For(SandboxPolicy policy, Plan plan, Func<JsonObject, int>? record)
    {
        if (plan.Steps.OfType<PlanStep.Egress>().FirstOrDefault() is not { } step) return null;
        SocketEvents.Inline();
        return new(policy, step.Proxy, new SpliceMover().MoveAsync, LocalRoute.LeadsTo, record);
    }

    /// <inheritdoc/>
    public void Serve(RunningCommand command) => _ = Task.Run(() =>
    {
        if (command.TakeEgress() is not { } sockets) return;
        lock (_gate)
        {
            if (_ended)
            {
                foreach (var socket in (System.Net.Sockets.Socket[])[sockets.Proxy, sockets.Names, .. sockets.Direct])
                    socket.Dispose();
                return;
            }

            OpenFiles.AllowAll();
            var v6 = sockets.Names.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
            _proxy.Serve(sockets.Proxy);
            _proxy.ServeNames(sockets.Names, DatagramReply.Send, v6);
            foreach (var socket in sockets.Direct) _proxy.ServeDirect(socket);
        }
    });

    /// <inheritdoc/>
    public LaunchResult End(LaunchResult result)
    {
        var (told, omitted) = Refused(result.Denials);
        return result with { Denials = [.. told], DenialsOmitted = result.DenialsOmitted + omitted };
    }
}
