namespace Pinfold.Core.Journal;

/// <summary>What is wrong with a journal.</summary>
public enum JournalFaultKind
{
    /// <summary>The line is not what was written.</summary>
    Altered,

    /// <summary>Records between the line before and this one are gone.</summary>
    Missing,

    /// <summary>The record stands in the wrong place, or twice.</summary>
    Reordered,

    /// <summary>The end is cut off: the writer died there, and no one has written since.</summary>
    Torn,
}
