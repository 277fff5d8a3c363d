namespace Pinfold.Core.Journal;

/// <summary>One line of a journal as it was found.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Record">The record, when the line is one and its hash fits; whether it follows the line before is
/// another question.</param>
/// <param name="Text">The line's bytes with the newline, at most <see cref="JournalReader.MaxLineBytes"/> of them;
/// valid until the next entry.</param>
/// <param name="Length">How many bytes the line has, with its newline.</param>
public sealed record JournalEntry(long Line, JournalRecord? Record, ReadOnlyMemory<byte> Text, long Length)
{
    /// <summary>The line ends with a newline.</summary>
    public bool IsEnded => Length == Text.Length && Text.Span is [.., (byte)'\n'];
}
