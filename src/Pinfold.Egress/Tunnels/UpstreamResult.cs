using System.Net.Sockets;
using Pinfold.Core.Decisions;

namespace Pinfold.Egress.Tunnels;

/// <summary>What became of a request to connect.</summary>
/// <param name="Socket">The connection; null when there is none. The receiver disposes it.</param>
/// <param name="Decision">What was decided, on which address.</param>
/// <param name="Failure">Why an allowed connection could not be made; else null.</param>
internal sealed record UpstreamResult(Socket? Socket, EgressDecision Decision, string? Failure)
{
    internal EgressOutcome Outcome =>
        Socket is not null ? EgressOutcome.Carried : Failure is null ? EgressOutcome.Denied : EgressOutcome.Unreachable;

    internal EgressRecord Record(EgressEntrance entrance, Traffic traffic) =>
        new(entrance, Outcome, Decision.Host, Decision.Port, Failure ?? Decision.Rule)
        {
            Address = Decision.Address, Sent = traffic.Sent, Received = traffic.Received, Remedy = Decision.Remedy,
        };
}
