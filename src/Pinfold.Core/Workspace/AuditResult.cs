using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>What an audit did. Plain data, for the report after a command.</summary>
/// <param name="Quarantined">Moved out, with the number that restores it.</param>
/// <param name="Learned">The user's own names that were not known before: protected from the next start on.</param>
/// <param name="Problems">What could not be looked at or moved, and why: hand-offs may be there.</param>
/// <param name="Folders">Folders that the roots have.</param>
public sealed record AuditResult(
    ImmutableArray<QuarantinedItem> Quarantined,
    ImmutableArray<CanonicalPath> Learned,
    ImmutableArray<(CanonicalPath Path, string Reason)> Problems,
    int Folders)
{
    /// <summary>Nothing was looked at.</summary>
    public static AuditResult None { get; } = new([], [], [], 0);

    internal AuditResult With(AuditResult other) => new(
        [.. Quarantined, .. other.Quarantined], [.. Learned, .. other.Learned],
        [.. Problems, .. other.Problems], Folders + other.Folders);
}
