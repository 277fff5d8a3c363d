namespace Pinfold.Windows.FileAccess;

/// <summary>The ledger cannot be written: nothing may be changed any more.</summary>
public sealed class LedgerFileException(string message, Exception inner) : IOException(message, inner);
