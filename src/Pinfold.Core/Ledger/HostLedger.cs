using System.Collections.Immutable;

namespace Pinfold.Core.Ledger;

/// <summary>
/// The ledger of a host, open for writing: each record is on the disk before the change that it announces.
/// </summary>
/// <param name="book">What the file has, to its last whole record.</param>
public abstract class HostLedger(LedgerBook book)
{
    /// <summary>All changes.</summary>
    public LedgerBook Book => book;

    /// <summary>Records that a change is about to be made, or made again.</summary>
    /// <exception cref="IOException">It cannot be written: the change must not be made.</exception>
    public LedgerEntry Intend(LedgerChange change)
    {
        if (book.Find(change) is { } known)
            return known.State == LedgerState.Intended ? known : Move(known, LedgerState.Intended);
        Append(book.Intend(change, out var entry));
        return entry;
    }

    /// <summary>Records how far a change has come.</summary>
    /// <exception cref="IOException">It cannot be written: nothing further must be changed.</exception>
    public LedgerEntry Move(LedgerEntry entry, LedgerState state) => Move(entry, state, []);

    /// <summary>As above, with the places to which the change did not reach.</summary>
    public LedgerEntry Move(LedgerEntry entry, LedgerState state, ImmutableArray<LedgerLack> lacks)
    {
        Append(book.Move(entry, state, lacks, out var moved));
        return moved;
    }

    /// <summary>
    /// Records that what setup makes holds again, so that damaged records are no faults any more. What one may have
    /// told of a user's folder stays lost (<see cref="LedgerBook.Lost"/>).
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Settle()
    {
        if (!book.Faults.IsEmpty) Append(book.Settle());
    }

    /// <summary>Puts a record at the end of the file, and on the disk before it returns.</summary>
    protected abstract void Append(byte[] line);
}
