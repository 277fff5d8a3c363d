using System.Collections.Immutable;
using System.Globalization;

namespace Pinfold.Core.Ledger;

/// <summary>What the administrator asks for.</summary>
/// <param name="Offline">The name of the account for offline commands; null: as it is, or the usual one.</param>
/// <param name="Online">The name of the account for online commands; null: as it is, or the usual one.</param>
/// <param name="Loopback">Ports of this host that online commands reach.</param>
/// <param name="Programs">The folder of the programs to install.</param>
public sealed record SetupOptions(string? Offline, string? Online, ImmutableArray<int> Loopback, string Programs)
{
    /// <summary>The policy's word with which the online account reaches other hosts.</summary>
    public const string AnyNetwork = "online";

    /// <summary>The most network that the machine's policy allows, in the policy's word.</summary>
    public string Network { get; init; } = AnyNetwork;

    /// <summary>
    /// What the machine's policy says of the network by now, and what stands was not made for: one sentence each.
    /// </summary>
    /// <param name="book">The ledger of the set-up.</param>
    public IEnumerable<string> NetworkFaults(LedgerBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var made = book.Owed.Where(e => e.State == LedgerState.Applied).Select(e => e.Change switch
        {
            LedgerChange.LoadTable t => (t.Network, t.Loopback),
            LedgerChange.AddFilters f => (f.Network, f.Loopback),
            _ => default((string Network, string Loopback)?),
        }).FirstOrDefault(m => m is not null);
        if (made is not var (network, ports)) yield break;
        if (network != Network)
            yield return $"the machine's policy allows the network mode '{Network}', "
                + $"and the packet filter was made for '{network}'";
        var loopback = PortsOf(Loopback);
        if (ports != loopback)
            yield return $"the machine's policy names {Named(loopback)} in network.loopback, "
                + $"and the packet filter was made for {Named(ports)}";

        static string Named(string ports) => ports.Length == 0 ? "no port" : $"port {ports}";
    }

    /// <summary>Ports as the ledger writes them: each once, in order, with commas between.</summary>
    /// <param name="ports">In any order.</param>
    public static string PortsOf(IEnumerable<int> ports) =>
        string.Join(',', ports.Distinct().Order().Select(p => p.ToString(CultureInfo.InvariantCulture)));
}
