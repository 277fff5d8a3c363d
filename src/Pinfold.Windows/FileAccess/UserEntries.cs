using System.Collections.Immutable;
using Pinfold.Core.Ledger;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// Entries and labels that commands of one user have left on the user's own files, as the ledger of that user's state
/// folder has them.
/// </summary>
internal static class UserEntries
{
    /// <summary>
    /// Takes all of them back, the newest first; killed in the middle, another call goes on. Refuses while a command
    /// runs: it would write hand-off names, or read secrets, that are open a moment before its root is closed. A
    /// command that starts meanwhile waits for the ledger, and makes its entries anew.
    /// </summary>
    /// <param name="ledger">The user's ledger, locked before <paramref name="running"/> is asked.</param>
    /// <param name="store">The files.</param>
    /// <param name="running">The user's sessions that have not ended. Each is known by its journal, which it opens
    /// before it opens the ledger.</param>
    /// <param name="progress">Told each change that is taken back.</param>
    /// <returns>What stays, one sentence each; empty when nothing is owed any more.</returns>
    /// <exception cref="LedgerFileException">The ledger cannot be written: nothing more is changed.</exception>
    internal static ImmutableArray<string> TakeBack(LedgerFile ledger, ISecurityStore store,
        Func<IReadOnlyCollection<string>> running, Action<LedgerChange> progress)
    {
        ImmutableArray<string> lost = [.. ledger.Book.Faults.Select(
            f => $"line {f.Line} of the ledger: {f.Reason}; what it told of is not known, and stays")];
        if (!ledger.Book.Owed.Any()) return lost;
        if (running() is { Count: > 0 } sessions)
            return lost.Add($"entries on your own folders stay while session {string.Join(", ", sessions)} runs: when it has ended, run: pinfold uninstall --mine");
        var hardening = new Hardening(store, ledger);
        var notes = lost.ToBuilder();
        foreach (var entry in ledger.Book.Owed.ToArray())
        {
            var faults = hardening.Undo(entry);
            if (faults.IsEmpty) progress(entry.Change);
            notes.AddRange(faults.Select(f => $"{f.Path}: {f.Reason}; to try again, run: pinfold uninstall --mine"));
        }

        return notes.ToImmutable();
    }
}
