using System.Collections.Immutable;

namespace Pinfold.Core.Ledger;

/// <summary>A change and how far it has come.</summary>
/// <param name="Number">Counts from 1; the order of the changes. Undo goes backwards.</param>
/// <param name="Change">The change.</param>
/// <param name="State">How far it has come.</param>
public sealed record LedgerEntry(int Number, LedgerChange Change, LedgerState State)
{
    /// <summary>Where an applied change did not reach, so that a later start says what the first one said.</summary>
    public ImmutableArray<LedgerLack> Lacks { get; init; } = [];

    /// <summary>True while something of the change may be on the host.</summary>
    public bool IsOwed => State != LedgerState.Undone;

    /// <summary>
    /// True where <paramref name="next"/> may follow: forward from each state, and from a half-made change to its undo.
    /// </summary>
    public bool MayBecome(LedgerState next) => (State, next) switch
    {
        (LedgerState.Intended, LedgerState.Applied or LedgerState.Undoing) => true,
        // again, when what is below has lost it
        (LedgerState.Applied, LedgerState.Intended or LedgerState.Undoing) => true,
        (LedgerState.Undoing, LedgerState.Undone or LedgerState.Intended) => true,
        _ => false,
    };
}
