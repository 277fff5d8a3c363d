namespace Pinfold.Core.Ledger;

/// <summary>
/// Makes the changes of a set-up and takes them back. Each may be asked for again after a crash at any moment.
/// </summary>
public interface ISetupHost
{
    /// <summary>True when the host has exactly what the change makes, in whole.</summary>
    bool Holds(LedgerChange change);

    /// <summary>Makes the change; what of it is there already stays.</summary>
    /// <exception cref="IOException">It cannot be made, or something of another is in its place.</exception>
    void Make(LedgerChange change);

    /// <summary>Takes back what is there of the change, and nothing of another.</summary>
    /// <returns>What is said when something stays that is not ours; null when nothing does.</returns>
    /// <exception cref="IOException">It cannot be taken back.</exception>
    string? TakeBack(LedgerChange change);

    /// <summary>
    /// What is said of what stays of a change that was taken back before. Changes nothing: who has a number by now may
    /// be another.
    /// </summary>
    string? Remains(LedgerChange change) => null;
}
