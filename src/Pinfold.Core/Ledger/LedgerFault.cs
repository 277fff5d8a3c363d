namespace Pinfold.Core.Ledger;

/// <summary>A line that is no record.</summary>
/// <param name="Line">Counts from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record LedgerFault(int Line, string Reason);
