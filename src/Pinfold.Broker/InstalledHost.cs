using System.Collections.Immutable;
using Pinfold.Core.Ledger;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using Pinfold.Linux.Network;
using Pinfold.Linux.Setup;

namespace Pinfold.Broker;

/// <summary>
/// This host, as the ledger says that setup made it. What was seen to stand is not looked at again until its number or
/// its file changes, and the ledger is read again when it has changed: setup may run while the broker does.
/// </summary>
internal sealed class InstalledHost : IHost
{
    private static readonly string[] Files = ["/etc/passwd", "/etc/shadow", "/etc/group"];
    private readonly SharedAttempt<string?> _restored = new();
    private readonly OwnLauncher _launcher = new();
    private Installation _installation;
    private ImmutableArray<LedgerChange> _made;
    private uint? _firewallAt;
    private string? _ledgerAt, _accountsAt, _cgroupsAt;

    private InstalledHost(Installation installation, ImmutableArray<LedgerChange> made) =>
        (_installation, _made) = (installation, made);

    public BrokerAccount Offline => Named(_installation.Offline);

    public BrokerAccount Online => Named(_installation.Online);

    public string Network => _installation.Network;

    public ImmutableArray<BrokerCgroup> Cgroups { get; private set; } = [];

    /// <summary>Null where nothing is set up.</summary>
    internal static InstalledHost? Read() =>
        File.Exists(SetupPaths.Ledger) && Read(SetupLedger.Read()) is var (installation, made)
            ? new(installation, made)
            : null;

    public string? Stands() => _restored.Result(Restore);

    public string? LauncherFault() => _launcher.Fault();

    /// <summary>
    /// Puts the filter back whenever it changes, until this process ends: commands run under it. What changes after
    /// this has returned is heard of.
    /// </summary>
    internal void Watch()
    {
        try
        {
            var changes = new RuleSetChanges();
            new Thread(() => PutBack(changes)) { IsBackground = true }.Start();
        }
        catch (IOException e)
        {
            Unwatched(e);
        }
    }

    private void PutBack(RuleSetChanges changes)
    {
        const int LeastPause = 100, Share = 4; // of a processor, when something else here changes rules all the time
        using (changes)
        {
            try
            {
                while (true)
                {
                    changes.Wait();
                    var began = Environment.TickCount64;
                    if (Stands() is { } fault) Console.Error.WriteLine($"pinfold-broker: {fault}");
                    Pause(Math.Max(LeastPause, Share * (Environment.TickCount64 - began)));
                }
            }
            catch (IOException e)
            {
                Unwatched(e);
            }
        }
    }

    private static void Unwatched(IOException e) =>
        Console.Error.WriteLine("pinfold-broker: the packet filter is looked at before each launch alone: "
            + $"{e.Message}");

    private static unsafe void Pause(long milliseconds) => _ = Libc.Poll(null, 0, (int)milliseconds);

    private static (Installation Installation, ImmutableArray<LedgerChange> Made)? Read(LedgerBook book) =>
        Installation.Of(book, next: true) is { } installation
            ? (installation,
                [.. book.Owed.Where(e => e.Change is LedgerChange.LoadTable
                    || (e.State == LedgerState.Applied && IsAccount(e.Change))).Select(e => e.Change).Reverse()])
            : null;

    private static bool IsAccount(LedgerChange change) => change is LedgerChange.AddGroup or LedgerChange.AddAccount;

    private string? Restore()
    {
        try
        {
            if (!ReadAgain())
                return "setup or uninstall is at work, or was cut off: run 'sudo pinfold setup' again, when none is";
            if (FirewallTable.Generation() == _firewallAt && Stamp() == _accountsAt
                && SessionCgroups.Identity(_installation.Cgroups) == _cgroupsAt)
                return null;
            // the filter first: it rests on numbers alone, and commands run under it
            return RestoreCgroups() ?? RestoreFirewall() ?? RestoreAccounts();
        }
        // a fault in one look must not end the service, nor the thread that looks
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"what setup made cannot be put back, so nothing is started: {e.Message}; 'pinfold doctor' says more";
        }
    }

    /// <summary>False while it tells of no whole set-up. A ledger that is lost leaves what it told.</summary>
    private bool ReadAgain()
    {
        var at = FileStamp.Of(SetupPaths.Ledger);
        if (at is null || at == _ledgerAt) return true;
        if (Read(SetupLedger.Read()) is not var (installation, made)) return false;
        if (!made.SequenceEqual(_made))
            (_installation, _made, _firewallAt, _accountsAt) = (installation, made, null, null);
        _ledgerAt = at;
        return true;
    }

    private string? RestoreAccounts()
    {
        _accountsAt = null;
        foreach (var change in _made.Where(IsAccount))
        {
            if (HostChanges.Holds(change)) continue;
            if (change is LedgerChange.AddGroup group) SandboxAccount.Add(group);
            else SandboxAccount.Add((LedgerChange.AddAccount)change);
            if (!HostChanges.Holds(change))
                return $"an account is not as it was set up, and cannot be put back ({change.Describe()}); "
                    + "run 'sudo pinfold setup'";
        }

        _accountsAt = Stamp();
        return null;
    }

    /// <summary>They end with the host, and setup does not run at each boot.</summary>
    private string? RestoreCgroups()
    {
        var place = _installation.Cgroups;
        if (place.Length == 0)
        {
            Cgroups = [.. CgroupProbe.Places(unified: true)];
            return null;
        }

        foreach (var folder in (string[])[place, .. SessionCgroups.Roles.Select(r => $"{place}/{r}")])
            RootFolder.Make(folder, 0x1ED);
        var (processes, memory) = SessionCgroups.Delegate(place);
        Cgroups = [.. CgroupProbe.Places(unified: false), new($"{place}/offline", processes, memory, Offline.Uid),
            new($"{place}/online", processes, memory, Online.Uid)];
        _cgroupsAt = SessionCgroups.Identity(place);
        return null;
    }

    private string? RestoreFirewall()
    {
        _firewallAt = null;
        var generation = FirewallTable.Generation(); // before the look: a change between the two is seen the next time
        if (!FirewallTable.IsIntact(_installation))
        {
            FirewallTable.Install(_installation);
            generation = FirewallTable.Generation();
            if (!FirewallTable.IsIntact(_installation))
                return "the firewall does not keep Pinfold's rules: something else here changes them; "
                    + "see 'pinfold doctor'";
        }

        _firewallAt = generation;
        return null;
    }

    /// <summary>Tools replace these files, so that each change is another inode and another time.</summary>
    private static string Stamp() => string.Join('|', Files.Select(FileStamp.Of));

    private static BrokerAccount Named(InstalledAccount account) => new(account.Name, account.Uid, account.Gid);
}
