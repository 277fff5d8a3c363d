using System.Collections.Immutable;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using Pinfold.Linux.Network;

namespace Pinfold.Linux.Setup;

/// <summary>What setup makes of this host, in order.</summary>
internal static class SetupPlan
{
    /// <summary>The accounts' usual names.</summary>
    internal const string Offline = "pinfold-offline", Online = "pinfold-online";

    /// <summary>
    /// All that has to hold afterwards, whether or not it does already. Reads the host, and changes nothing.
    /// </summary>
    /// <exception cref="SetupException">It cannot be done here: a name is taken, a program is missing.</exception>
    internal static ImmutableArray<LedgerChange> Make(SetupOptions options, LedgerBook book)
    {
        var programs = new ProgramFiles(options.Programs);
        var changes = new List<LedgerChange>();
        foreach (var folder in (string[])["/usr/local", "/usr/local/lib", SetupPaths.Programs])
            if (folder == SetupPaths.Programs || !Directory.Exists(folder)
                || book.Owed.Any(e => e.Change is LedgerChange.MakeFolder m && m.Path == folder))
                changes.Add(new LedgerChange.MakeFolder(folder, "", "755"));
        foreach (var name in ProgramFiles.Names) changes.Add(Install($"{SetupPaths.Programs}/{name}", "755", programs));
        var accounts = new List<LedgerChange.AddAccount>();
        foreach (var (role, asked) in ((string, string?)[])[("offline", options.Offline), ("online", options.Online)])
        {
            var account = PlannedAccount.For(role, asked, book, accounts);
            accounts.Add(account);
            changes.Add(new LedgerChange.AddGroup(account.Path, account.Gid));
            changes.Add(account);
        }

        var cgroups = SessionCgroups.Place() is { } place && (Libc.GetEuid() != 0 || FirewallTable.KnowsCgroups())
            ? place
            : "";
        if (cgroups.Length > 0)
            changes.AddRange(((string[])[cgroups, .. SessionCgroups.Roles.Select(r => $"{cgroups}/{r}")])
                .Select(f => new LedgerChange.MakeFolder(f, "", "755")));
        changes.Add(new LedgerChange.LoadTable(FirewallText.Table, "", accounts[0].Identity, accounts[1].Identity,
            SetupOptions.PortsOf(options.Loopback), cgroups, options.Network));
        if (Systemd.IsHere)
        {
            changes.Add(Install($"{SetupPaths.Units}/{SetupPaths.Unit}", "644", programs));
            changes.Add(new LedgerChange.EnableUnit(SetupPaths.Unit, ""));
        }
        else if (RunLevels.IsHere)
        {
            changes.Add(Install(RunLevels.Script, "755", programs));
            changes.Add(new LedgerChange.EnableUnit(RunLevels.Script, ""));
        }

        changes.Add(new LedgerChange.StartService(SetupPaths.Broker, Systemd.IsHere ? SetupPaths.Unit : ""));
        foreach (var change in changes.Where(c => !book.Owed.Any(e => e.Change.Path == c.Path)))
            if (Foreign(change) is { } fault) throw new SetupException(fault);
        return [.. changes];
    }

    /// <summary>
    /// What has one of our names and is somebody else's, where no ledger tells: it would be replaced, and then removed.
    /// </summary>
    private static string? Foreign(LedgerChange change) => change switch
    {
        LedgerChange.InstallFile f when RootFile.Folder(f.Path) != SetupPaths.Programs && File.Exists(f.Path)
            && !File.ReadAllText(f.Path).Contains(SetupPaths.Broker, StringComparison.Ordinal)
            => $"{f.Path} is there, and is not Pinfold's; move it away, then run 'pinfold setup' again",
        LedgerChange.LoadTable t when Libc.GetEuid() == 0 && !FirewallTable.IsOursOrAbsent()
            => $"there is an nftables table {t.Path}, and it is not Pinfold's; rename it, "
                + $"or remove it (nft delete table {t.Path}), then run 'pinfold setup' again",
        _ => null,
    };

    private static LedgerChange.InstallFile Install(string path, string mode, ProgramFiles programs) =>
        new(path, "", mode, programs.Hash(path));
}
