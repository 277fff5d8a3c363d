namespace Pinfold.Core.Ledger;

/// <summary>A place to which a change that is made did not reach.</summary>
/// <param name="Path">Which.</param>
/// <param name="Reason">Why.</param>
public sealed record LedgerLack(string Path, string Reason);
