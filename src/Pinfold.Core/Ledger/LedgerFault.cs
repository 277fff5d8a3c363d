namespace Pinfold.Core.Ledger;

/// <summary>A line that is no record.</summary>
/// <param name="Line">Counts from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record LedgerFault(int Line, string Reason)
{
    /// <summary>
    /// True where it may have told of a user's folder: such a change is not made anew by setup, and is known from its
    /// record alone.
    /// </summary>
    public bool MayBeUsers { get; init; }
}
