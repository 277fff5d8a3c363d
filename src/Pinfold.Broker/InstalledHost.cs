using System.Collections.Immutable;
using Pinfold.Core.Ledger;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Host;
using Pinfold.Linux.Network;
using Pinfold.Linux.Setup;

namespace Pinfold.Broker;

/// <summary>This host, as the ledger says that setup made it. What was seen to stand is not looked at again until its number or its file changes.</summary>
internal sealed class InstalledHost(Installation installation, ImmutableArray<LedgerChange> accounts) : IHost
{
    private static readonly string[] Files = ["/etc/passwd", "/etc/shadow", "/etc/group"];
    private readonly SharedAttempt<string?> _restored = new();
    private uint? _firewallAt;
    private string? _accountsAt, _cgroupsAt;

    public BrokerAccount Offline { get; } = Named(installation.Offline);

    public BrokerAccount Online { get; } = Named(installation.Online);

    public ImmutableArray<BrokerCgroup> Cgroups { get; private set; } = [];

    /// <summary>Null where nothing is set up.</summary>
    internal static InstalledHost? Read()
    {
        if (Installation.Read() is not { } installation) return null;
        var book = SetupLedger.Read();
        return new(installation, [.. book.Entries.Where(e => e.State == LedgerState.Applied && e.Change is LedgerChange.AddGroup or LedgerChange.AddAccount).Select(e => e.Change)]);
    }

    public string? Stands() => _restored.Result(Restore);

    private string? Restore()
    {
        try
        {
            if (FirewallTable.Generation() == _firewallAt && Stamp() == _accountsAt && SessionCgroups.Identity(installation.Cgroups) == _cgroupsAt) return null;
            return RestoreCgroups() ?? RestoreFirewall() ?? RestoreAccounts(); // the filter first: it rests on numbers alone, and commands run under it
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"what setup made cannot be put back, so nothing is started: {e.Message}; 'pinfold doctor' says more";
        }
    }

    private string? RestoreAccounts()
    {
        _accountsAt = null;
        foreach (var change in accounts)
        {
            if (HostChanges.Holds(change)) continue;
            if (change is LedgerChange.AddGroup group) SandboxAccount.Add(group);
            else SandboxAccount.Add((LedgerChange.AddAccount)change);
            if (!HostChanges.Holds(change)) return $"an account is not as it was set up, and cannot be put back ({change.Describe()}); run 'sudo pinfold setup'";
        }

        _accountsAt = Stamp();
        return null;
    }

    /// <summary>They end with the host, and setup does not run at each boot.</summary>
    private string? RestoreCgroups()
    {
        var place = installation.Cgroups;
        if (place.Length == 0)
        {
            Cgroups = [.. CgroupProbe.Places(unified: true)];
            return null;
        }

        foreach (var folder in (string[])[place, .. SessionCgroups.Roles.Select(r => $"{place}/{r}")]) RootFolder.Make(folder, 0x1ED);
        var (processes, memory) = SessionCgroups.Delegate(place);
        Cgroups = [.. CgroupProbe.Places(unified: false), new($"{place}/offline", processes, memory, Offline.Uid), new($"{place}/online", processes, memory, Online.Uid)];
        _cgroupsAt = SessionCgroups.Identity(place);
        return null;
    }

    private string? RestoreFirewall()
    {
        _firewallAt = null;
        var generation = FirewallTable.Generation(); // before the look: a change between the two is seen the next time
        if (!FirewallTable.IsIntact(installation))
        {
            FirewallTable.Install(installation);
            generation = FirewallTable.Generation();
            if (!FirewallTable.IsIntact(installation)) return "the firewall does not keep Pinfold's rules: something else here changes them; see 'pinfold doctor'";
        }

        _firewallAt = generation;
        return null;
    }

    /// <summary>Tools replace these files, so that each change is another inode and another time.</summary>
    private static string Stamp() => string.Join('|', Files.Select(FileStamp.Of));

    private static BrokerAccount Named(InstalledAccount account) => new(account.Name, account.Uid, account.Gid);
}
