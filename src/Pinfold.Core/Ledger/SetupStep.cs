namespace Pinfold.Core.Ledger;

/// <summary>A step that is done.</summary>
/// <param name="Change">The change.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Note">What stays that is not Pinfold's; null when nothing does.</param>
public sealed record SetupStep(LedgerChange Change, SetupOutcome Outcome, string? Note = null);
