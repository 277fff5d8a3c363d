namespace Pinfold.Core.Journal;

/// <summary>Why a journal cannot be written.</summary>
public enum JournalFailure
{
    /// <summary>Someone else writes it.</summary>
    Busy,

    /// <summary>What is there already does not hold together: <c>pinfold log --check</c> says where.</summary>
    Damaged,

    /// <summary>The record is longer than <see cref="JournalReader.MaxLineBytes"/>; nothing was written.</summary>
    TooLong,

    /// <summary>The system refused: disk full, quota, input or output error. The writer is of no more use.</summary>
    NotWritten,
}
