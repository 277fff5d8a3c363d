using Pinfold.Core.Ledger;
using Pinfold.Linux.Accounts;

namespace Pinfold.Linux.Setup;

/// <summary>What of an installation does not hold any more, as the ledger and the host tell. For root.</summary>
internal static class InstallationFaults
{
    /// <summary>One sentence each, with the object first; empty when all holds.</summary>
    internal static IEnumerable<string> Find(LedgerBook book)
    {
        if (!File.Exists(SetupPaths.Before))
            yield return $"{SetupPaths.Before} is missing: an uninstall cannot be proved any more";
        foreach (var doubt in book.Doubts(SetupPaths.Ledger, Of)) yield return doubt;
        if (book.Owed.Any() && Installation.Of(book) is null)
            yield return "setup did not get as far as both accounts and the packet filter";
    }

    /// <summary>Things of Pinfold's on this host of which the ledger does not tell.</summary>
    /// <param name="told">The ledger; null when it is lost.</param>
    internal static IEnumerable<string> FindStrays(LedgerBook? told)
    {
        if (ProgramFiles.AreIn(SetupPaths.Programs)
            && told?.Tells<LedgerChange.MakeFolder>(SetupPaths.Programs) != true)
            yield return SetupPaths.Programs;
        foreach (var account in AccountLine.All())
            if ((SandboxAccount.IsOurs(account, "offline") || SandboxAccount.IsOurs(account, "online"))
                && told?.Tells<LedgerChange.AddAccount>(account.Name) != true)
                yield return $"the account {account.Name}";
    }

    private static string? Of(LedgerChange change)
    {
        try
        {
            if (HostChanges.Holds(change)) return null;
        }
        catch (IOException e)
        {
            return $"{change.Path} cannot be looked at: {e.Message}";
        }

        return change switch
        {
            LedgerChange.AddAccount a
                when AccountLine.All().FirstOrDefault(l => l.Uid == a.Uid) is { } other && other.Name != a.Path
                => $"uid {a.Identity}, which was {a.Path}'s, is the account {other.Name}'s by now",
            LedgerChange.AddAccount a when AccountLine.All().Any(l => l.Name == a.Path) =>
                $"the account {a.Path} was changed: it has to have uid {a.Identity}, no home, no shell, "
                    + "no password and no other group",
            LedgerChange.AddAccount a => $"the account {a.Path} (uid {a.Identity}) is gone",
            LedgerChange.AddGroup g => $"the group {g.Path} (gid {g.Identity}) is gone, changed, or has members",
            LedgerChange.LoadTable t =>
                $"the nftables table {t.Path} is missing or changed: the launch service refuses, or loads it again",
            LedgerChange.StartService s => $"the launch service does not run: {s.Path}",
            LedgerChange.EnableUnit u => $"nothing starts {u.Path} at boot",
            LedgerChange.InstallFile f => $"{f.Path} is missing or changed",
            _ => $"{change.Path} is missing or changed",
        };
    }
}
