using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Cli.Installing;

/// <summary>
/// Entries and labels that the user's commands need on roots, hand-off names and secrets, and leave there for the next
/// ones.
/// </summary>
internal static class OwnFolders
{
    /// <summary>True where commands leave any.</summary>
    internal const bool AreChanged = true;

    /// <summary>True when some are left.</summary>
    internal static bool AreOwed
    {
        get
        {
            using var ledger = Open(UserFolders.Find().State);
            return ledger is not null && (ledger.Book.Owed.Any() || !ledger.Book.Faults.IsEmpty);
        }
    }

    /// <summary>Takes back those of the user who runs this.</summary>
    /// <returns>What stays, one sentence each.</returns>
    internal static IEnumerable<string> TakeBack(Action<SetupStep> progress)
    {
        var folder = UserFolders.Find().State;
        using var ledger = Open(folder);
        if (ledger is null) return [];
        using var state = StateFolder.Open(folder);
        return UserEntries.TakeBack(ledger, new NativeSecurityStore(),
            () => [.. state.Sessions().Where(state.IsRunning)], c => progress(new(c, SetupOutcome.TakenBack)));
    }

    /// <summary>What is left of other users' commands, one sentence each. For administrators.</summary>
    internal static IEnumerable<string> OfOthers() =>
        OwedLedgers.Find(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    private static LedgerFile? Open(CanonicalPath state)
    {
        var path = WindowsPath.ToExtended(state.Combine("ledger"));
        return File.Exists(path) ? LedgerFile.Open(path) : null;
    }
}
