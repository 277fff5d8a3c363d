using Pinfold.Core.Ledger;

namespace Pinfold.Windows.Setup;

/// <summary>Makes changes to the host and takes them back; each may be asked for again after a crash at any moment.</summary>
internal interface ISetupHost
{
    /// <summary>True when the change is there, in whole.</summary>
    bool IsThere(LedgerChange change);

    /// <summary>Makes the change; what of it is there already stays.</summary>
    /// <exception cref="IOException">It cannot be made, or something of another is in its place.</exception>
    void Make(LedgerChange change);

    /// <summary>Takes back what is there of the change, and nothing of another.</summary>
    /// <exception cref="IOException">It cannot be taken back.</exception>
    void TakeBack(LedgerChange change);
}
