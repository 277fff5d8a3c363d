namespace Pinfold.Core.Journal;

/// <summary>One fault of a journal.</summary>
/// <param name="Line">Where, counted from 1.</param>
/// <param name="Kind">What.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record JournalFault(long Line, JournalFaultKind Kind, string Message);
