namespace Pinfold.Core.Journal;

/// <summary>
/// A record was not written. What happens without a record must not happen: <c>run</c> refuses, or ends and says so.
/// </summary>
public sealed class JournalException(JournalFailure failure, string message, Exception? inner = null)
    : IOException(message, inner)
{
    /// <summary>Why.</summary>
    public JournalFailure Failure { get; } = failure;
}
