namespace Pinfold.Core.Ledger;

/// <summary>
/// Makes the changes of a set-up true. Each is in the ledger before it is made and looked at after; what holds is not
/// touched. It may be cut off anywhere: the next run goes on, and so does an undo.
/// </summary>
/// <param name="ledger">The ledger, locked.</param>
/// <param name="host">Makes changes.</param>
/// <param name="done">Told of each step.</param>
public sealed class SetupRun(HostLedger ledger, ISetupHost host, Action<SetupStep> done)
{
    /// <summary>
    /// Makes what is missing of <paramref name="changes"/>, in order, and takes back what an earlier set-up made
    /// besides.
    /// </summary>
    /// <exception cref="SetupStepException">A step failed; those before it are made, and in the ledger.</exception>
    public void Make(IReadOnlyCollection<LedgerChange> changes)
    {
        var superseded = ledger.Book.Owed.Where(e => e.Change is not LedgerChange.GrantAccess
            && !changes.Contains(e.Change)).ToArray();
        // Another file or table of the same name takes the place of the old one at once; of accounts the old one goes
        // first.
        foreach (var old in superseded.Where(e => !IsReplaced(e.Change, changes))) TakeBack(old);
        foreach (var change in changes) Try(change, Make);
        foreach (var old in superseded.Where(e => IsReplaced(e.Change, changes))) Forget(old);
    }

    /// <summary>Takes back everything that is owed.</summary>
    /// <returns>What stays of it, also where an earlier run took it back and was cut off.</returns>
    /// <exception cref="SetupStepException">A step failed; those before it are taken back.</exception>
    public IReadOnlyList<string> TakeBackAll()
    {
        var entries = ledger.Book.Entries;
        string?[] stays = [.. entries.Where(e => e.IsOwed).OrderBy(e => Rank(e.Change))
            .ThenByDescending(e => e.Number).Select(TakeBack)];
        // Looked at last: the same folder may have been let in again since.
        return [.. stays.Concat(entries.Where(e => !e.IsOwed).Select(e => e.Change).Distinct().Select(host.Remains))
            .OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static bool IsReplaced(LedgerChange old, IEnumerable<LedgerChange> changes) =>
        old is LedgerChange.InstallFile or LedgerChange.LoadTable or LedgerChange.StartService
            or LedgerChange.CopyProgram or LedgerChange.AddFilters or LedgerChange.InstallService
        && changes.Any(c => c.Path == old.Path && c.GetType() == old.GetType());

    /// <summary>Who could act goes first, then what they are, then what holds them back, then files.</summary>
    private static int Rank(LedgerChange change) => change switch
    {
        LedgerChange.StartService => 0,
        LedgerChange.EnableUnit or LedgerChange.InstallService => 1,
        LedgerChange.EnableAccount => 2,
        LedgerChange.GrantRight => 3, // by the account's SID, which goes with the account
        LedgerChange.AddAccount or LedgerChange.AddLocalAccount => 4,
        LedgerChange.GrantAccess => 5,
        LedgerChange.AddGroup or LedgerChange.AddLocalGroup => 6,
        LedgerChange.LoadTable or LedgerChange.AddFilters => 7,
        LedgerChange.InstallFile or LedgerChange.CopyProgram => 8,
        _ => 9,
    };

    private void Make(LedgerChange change)
    {
        var known = ledger.Book.Find(change);
        var holds = host.Holds(change);
        if (!holds || known?.State != LedgerState.Applied)
        {
            var entry = ledger.Intend(change);
            if (!holds) host.Make(change);
            if (!holds && !host.Holds(change))
                throw new IOException("it reports success, and the host does not have it");
            ledger.Move(entry, LedgerState.Applied);
        }

        done(new(change, holds ? SetupOutcome.Held
            : known?.State == LedgerState.Applied ? SetupOutcome.Repaired
            : SetupOutcome.Made));
    }

    private string? TakeBack(LedgerEntry owed)
    {
        string? note = null;
        Try(owed.Change, change =>
        {
            var entry = owed.State == LedgerState.Undoing ? owed : ledger.Move(owed, LedgerState.Undoing);
            note = host.TakeBack(change);
            ledger.Move(entry, LedgerState.Undone);
            done(new(change, SetupOutcome.TakenBack, note));
        });
        return note;
    }

    private void Forget(LedgerEntry entry)
    {
        if (entry.State != LedgerState.Undoing) entry = ledger.Move(entry, LedgerState.Undoing);
        ledger.Move(entry, LedgerState.Undone);
    }

    private static void Try(LedgerChange change, Action<LedgerChange> work)
    {
        try
        {
            work(change);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SetupStepException(change, e);
        }
    }
}
