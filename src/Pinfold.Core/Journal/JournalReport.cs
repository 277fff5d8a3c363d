using System.Collections.Immutable;

namespace Pinfold.Core.Journal;

/// <summary>What a check of a journal found.</summary>
/// <param name="Records">Records that hold.</param>
/// <param name="Sequence">The highest sequence number; 0 when there is none.</param>
/// <param name="Head">The last record's hash: whoever keeps it elsewhere can tell later that nothing was cut off or
/// written anew.</param>
/// <param name="Faults">In the order of lines, at most <see cref="JournalCheck.MaxFaults"/>.</param>
/// <param name="Tears">Lines that record an earlier tear: the writer died there, and what followed says so.</param>
public sealed record JournalReport(
    long Records, long Sequence, string Head, ImmutableArray<JournalFault> Faults, ImmutableArray<long> Tears)
{
    /// <summary>True when every record holds and follows the one before.</summary>
    public bool IsIntact => Faults.IsEmpty;
}
