using Pinfold.Core.Ledger;

namespace Pinfold.Linux.Setup;

/// <summary>
/// Makes a plan true. Each change is in the ledger before it is made and verified after; what holds is not touched. It may be cut off
/// anywhere: the next run goes on, and so does an undo.
/// </summary>
/// <param name="ledger">The ledger, locked.</param>
/// <param name="host">Makes changes.</param>
/// <param name="done">Told of each step.</param>
internal sealed class SetupRun(SetupLedger ledger, HostChanges host, Action<SetupStep> done)
{
    /// <exception cref="IOException">A step failed; those before it are made, and in the ledger.</exception>
    internal void Make(SetupPlan plan)
    {
        // Another file or table of the same name takes the place of the old one at once; of accounts the old one goes first.
        foreach (var old in plan.Superseded.Where(e => !IsReplaced(e, plan))) TakeBack(old);
        foreach (var change in plan.Changes) Make(change);
        foreach (var old in plan.Superseded.Where(e => IsReplaced(e, plan))) Forget(old);
    }

    /// <summary>Takes back everything that is owed.</summary>
    /// <exception cref="IOException">A step failed; those before it are taken back.</exception>
    internal void TakeBackAll()
    {
        foreach (var entry in ledger.Book.Owed.OrderBy(e => Rank(e.Change)).ThenByDescending(e => e.Number).ToArray()) TakeBack(entry);
    }

    private static bool IsReplaced(LedgerEntry old, SetupPlan plan) =>
        old.Change is LedgerChange.InstallFile or LedgerChange.LoadTable or LedgerChange.StartService && plan.Changes.Any(c => c.Path == old.Change.Path && c.GetType() == old.Change.GetType());

    /// <summary>Who could act goes first, then what they are, then what holds them back, then files.</summary>
    private static int Rank(LedgerChange change) => change switch
    {
        LedgerChange.StartService => 0,
        LedgerChange.EnableUnit => 1,
        LedgerChange.AddAccount => 2,
        LedgerChange.GrantAccess => 3,
        LedgerChange.AddGroup => 4,
        LedgerChange.LoadTable => 5,
        LedgerChange.InstallFile => 6,
        _ => 7,
    };

    private void Make(LedgerChange change)
    {
        var known = ledger.Book.Find(change);
        var holds = HostChanges.Holds(change);
        if (!holds || known?.State != LedgerState.Applied)
        {
            var entry = ledger.Intend(change);
            if (!holds) host.Make(change);
            if (!holds && !HostChanges.Holds(change)) throw new SetupException($"'{change.Describe()}' reports success, and the host does not have it");
            ledger.Move(entry, LedgerState.Applied);
        }

        done(new(change, holds ? SetupOutcome.Held : known?.State == LedgerState.Applied ? SetupOutcome.Repaired : SetupOutcome.Made));
    }

    private void TakeBack(LedgerEntry entry)
    {
        if (entry.State != LedgerState.Undoing) entry = ledger.Move(entry, LedgerState.Undoing);
        var note = HostChanges.TakeBack(entry.Change);
        ledger.Move(entry, LedgerState.Undone);
        done(new(entry.Change, SetupOutcome.TakenBack, note));
    }

    private void Forget(LedgerEntry entry)
    {
        if (entry.State != LedgerState.Undoing) entry = ledger.Move(entry, LedgerState.Undoing);
        ledger.Move(entry, LedgerState.Undone);
    }
}
