using System.Net;

namespace Pinfold.Egress;

/// <summary>One request to leave the sandbox, told when it is over.</summary>
/// <param name="Entrance">How it was asked.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Host">Name or address, canonical; empty when there was none. The command chose it: show it
/// escaped.</param>
/// <param name="Port">TCP port; 0 when there was none.</param>
/// <param name="Rule">The rule that decided, or what was wrong.</param>
public sealed record EgressRecord(EgressEntrance Entrance, EgressOutcome Outcome, string Host, int Port, string Rule)
{
    /// <summary>The address that was connected, or that the refusal was about.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Bytes from the command to the other side, with the heads of requests.</summary>
    /// <remarks>Of a connection that broke, some of the last may not have arrived.</remarks>
    public long Sent { get; init; }

    /// <summary>Bytes from the other side to the command.</summary>
    public long Received { get; init; }

    /// <summary>
    /// How many requests this stands for: more than one where the same came again, or where they are summed
    /// (<see cref="EgressLog"/>).
    /// </summary>
    public int Times { get; init; } = 1;

    /// <summary>The flag that allows exactly this; null when allowed, or when nothing can.</summary>
    public string? Remedy { get; init; }
}
