using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.Accounts;

namespace Pinfold.Windows.Setup;

/// <summary>
/// What of an installation does not hold any more, as the ledger and the host tell. For administrators.
/// </summary>
internal static class InstallationFaults
{
    /// <summary>One sentence each, with the object first; empty when all holds.</summary>
    internal static IEnumerable<string> Find(LedgerBook book) => Find(book, new HostChanges(AppContext.BaseDirectory));

    internal static IEnumerable<string> Find(LedgerBook book, ISetupHost host)
    {
        if (!File.Exists(SetupPaths.Before))
            yield return $"{SetupPaths.Before} is missing: an uninstall cannot be proved any more";
        foreach (var doubt in book.Doubts(SetupPaths.Ledger, change => Of(change, host))) yield return doubt;
        if (book.Owed.Any()
            && !book.Owed.Any(e => e is { State: LedgerState.Applied, Change: LedgerChange.StartService }))
            yield return "setup did not get as far as the broker's service";
    }

    /// <summary>Things of Pinfold's on this host of which the ledger does not tell.</summary>
    /// <param name="told">The ledger; null when it is lost.</param>
    internal static IEnumerable<string> FindStrays(LedgerBook? told)
    {
        if (ProgramFiles.AreIn(SetupPaths.Programs)
            && told?.Tells<LedgerChange.SecureFolder>(SetupPaths.Programs) != true)
            yield return SetupPaths.Programs;
        var usual = WindowsSetup.Typical("");
        foreach (var name in (string[])[usual.Offline, usual.Online])
            if (told?.Tells<LedgerChange.AddLocalAccount>(name) != true && LocalAccounts.IsOfSomeInstallation(name))
                yield return $"the account {name}";
    }

    private static string? Of(LedgerChange change, ISetupHost host)
    {
        try
        {
            return host.Holds(change) ? null : $"'{change.Describe()}' does not hold any more";
        }
        catch (IOException e)
        {
            return $"'{change.Describe()}' cannot be looked at: {e.Message}";
        }
    }
}
