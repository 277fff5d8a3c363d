using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.Ledger;

namespace Pinfold.Linux.Setup;

/// <summary>What setup has made of this host, as its ledger says. Root alone can read it.</summary>
/// <param name="Offline">Runs commands that reach no network.</param>
/// <param name="Online">Runs commands that reach other hosts.</param>
public sealed record Installation(InstalledAccount Offline, InstalledAccount Online)
{
    /// <summary>Ports of this host's own addresses that the online account reaches.</summary>
    public ImmutableArray<int> Loopback { get; init; } = [];

    /// <summary>
    /// The cgroup below which commands are known too, in one for each account; empty where there is none.
    /// </summary>
    public string Cgroups { get; init; } = "";

    /// <summary>
    /// The most network that the machine's policy allows, in its words: the online account has its network with
    /// <see cref="SetupOptions.AnyNetwork"/> alone.
    /// </summary>
    public string Network { get; init; } = SetupOptions.AnyNetwork;

    /// <summary>
    /// Null when setup never ran here, was undone, or did not get as far as both accounts and the filter.
    /// </summary>
    /// <exception cref="IOException">The ledger is there and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The caller is not root.</exception>
    public static Installation? Read() => File.Exists(SetupPaths.Ledger) ? Of(SetupLedger.Read()) : Missing();

    /// <summary>The installation that <paramref name="book"/> tells of.</summary>
    /// <param name="book">The ledger.</param>
    /// <param name="next">A table that is about to take the place of another counts already.</param>
    internal static Installation? Of(LedgerBook book, bool next = false)
    {
        if (Account(book, "offline") is not { } offline || Account(book, "online") is not { } online) return null;
        var table =
            book.Owed.FirstOrDefault(e => (e.State == LedgerState.Applied || (next && e.State == LedgerState.Intended))
                && e.Change is LedgerChange.LoadTable)?.Change as LedgerChange.LoadTable;
        return table is null
            ? null
            : new(offline, online)
                { Loopback = Ports(table.Loopback), Cgroups = table.Cgroups, Network = table.Network };
    }

    internal static ImmutableArray<int> Ports(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => int.Parse(p, NumberStyles.None, CultureInfo.InvariantCulture))];

    private static InstalledAccount? Account(LedgerBook book, string role)
    {
        foreach (var entry in book.Owed)
            if (entry is { State: LedgerState.Applied, Change: LedgerChange.AddAccount a } && a.Role == role)
                return new(a.Path, Number(a.Identity), Number(a.Gid));
        return null;
    }

    private static uint Number(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>File.Exists is false also where the caller may not look.</summary>
    private static Installation? Missing() =>
        Directory.Exists(SetupPaths.State) && Native.Libc.GetEuid() != 0
            ? throw new UnauthorizedAccessException($"{SetupPaths.Ledger} is root's")
            : null;
}
