using System.Collections.Immutable;

namespace Pinfold.Core.Ledger;

/// <summary>What the administrator asks for.</summary>
/// <param name="Offline">The name of the account for offline commands; null: as it is, or the usual one.</param>
/// <param name="Online">The name of the account for online commands; null: as it is, or the usual one.</param>
/// <param name="Loopback">Ports of this host that online commands reach.</param>
/// <param name="Programs">The folder of the programs to install.</param>
public sealed record SetupOptions(string? Offline, string? Online, ImmutableArray<int> Loopback, string Programs)
{
    /// <summary>The most network that the machine's policy allows, in the policy's word.</summary>
    public string Network { get; init; } = LedgerChange.LoadTable.AnyNetwork;
}
