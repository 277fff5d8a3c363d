using Pinfold.Core.Ledger;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Windows.Setup;

/// <summary>Carries out changes in their order, each written to the ledger first, and takes them back in reverse.</summary>
internal static class SetupRun
{
    /// <summary>Makes what is missing. A run that was cut off goes on where it was.</summary>
    /// <param name="changes">In order.</param>
    /// <param name="ledger">Where each is written first.</param>
    /// <param name="host">Who makes them.</param>
    /// <param name="progress">Told each change before it is made.</param>
    internal static void Apply(IEnumerable<LedgerChange> changes, LedgerFile ledger, ISetupHost host, Action<LedgerChange>? progress = null)
    {
        foreach (var change in changes)
        {
            var entry = ledger.Book.Find(change);
            if (entry is { State: LedgerState.Applied } && host.IsThere(change)) continue;
            progress?.Invoke(change);
            if (entry is null) entry = ledger.Intend(change);
            else if (entry.State != LedgerState.Intended) entry = ledger.Move(entry, LedgerState.Intended);
            host.Make(change);
            if (!host.IsThere(change)) throw new IOException($"{change.Describe()}: it was done, and is not there");
            ledger.Move(entry, LedgerState.Applied);
        }
    }

    /// <summary>Takes back all that may be left, the newest first; stops at the first that cannot be.</summary>
    internal static void Undo(LedgerFile ledger, ISetupHost host, Action<LedgerChange>? progress = null)
    {
        foreach (var owed in ledger.Book.Owed.ToArray())
        {
            progress?.Invoke(owed.Change);
            var entry = owed.State == LedgerState.Undoing ? owed : ledger.Move(owed, LedgerState.Undoing);
            host.TakeBack(entry.Change);
            ledger.Move(entry, LedgerState.Undone);
        }
    }
}
