namespace Pinfold.Core.Ledger;

/// <summary>How far a change has come. Each state is written before what it announces is done.</summary>
public enum LedgerState
{
    /// <summary>It may have been made, in part or in whole.</summary>
    Intended,

    /// <summary>It is made, in whole.</summary>
    Applied,

    /// <summary>It may have been taken back, in part or in whole.</summary>
    Undoing,

    /// <summary>Nothing of it is left.</summary>
    Undone,
}
