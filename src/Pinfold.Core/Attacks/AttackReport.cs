using System.Collections.Immutable;

namespace Pinfold.Core.Attacks;

/// <summary>All results of one run, and what they hold for.</summary>
public sealed record AttackReport
{
    /// <summary>Kernel release and version.</summary>
    public required string Kernel { get; init; }

    /// <summary><c>unelevated</c>, with <c>root</c> or the layers that were left out.</summary>
    public required string Mode { get; init; }

    /// <summary>Hash of the policy that the fence was built from (<see cref="Policy.SandboxPolicy.Hash"/>).</summary>
    public required string PolicyHash { get; init; }

    /// <summary>SHA-256 of each program that is trusted, by file name.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Binaries { get; init; }

    /// <summary>Why the fence confines nothing on this host; null when it confines.</summary>
    public string? NotConfined { get; init; }

    /// <summary>In the order of the table.</summary>
    public required ImmutableArray<AttackResult> Results { get; init; }

    /// <summary>
    /// True when at least one attack was denied, and each one that ran was, gaps that the enforcement report names
    /// excepted.
    /// </summary>
    public bool Holds => NotConfined is null && Count(AttackOutcome.Denied) > 0
        && Results.All(r => r.Outcome is AttackOutcome.Denied or AttackOutcome.Skipped
            || (r.Outcome == AttackOutcome.Open && r.Attack.Gap is not null));

    /// <summary>How many attacks had <paramref name="outcome"/>.</summary>
    public int Count(AttackOutcome outcome) => Results.Count(r => r.Outcome == outcome);

    /// <summary>
    /// Why attacks were skipped, with how many for each reason, the most frequent first. Together they are all that
    /// were.
    /// </summary>
    public IEnumerable<KeyValuePair<string, int>> NotRun => Results.Where(r => r.Outcome == AttackOutcome.Skipped)
        .CountBy(r => r.Detail, StringComparer.Ordinal)
        .OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal);

    /// <summary>Families in the order of the table, with their results.</summary>
    public IEnumerable<IGrouping<string, AttackResult>> Families =>
        Results.GroupBy(r => r.Attack.Family, StringComparer.Ordinal);
}
