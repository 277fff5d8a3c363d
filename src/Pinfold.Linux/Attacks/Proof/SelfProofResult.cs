using System.Collections.Immutable;
using Pinfold.Core.Attacks;

namespace Pinfold.Linux.Attacks.Proof;

/// <summary>What <see cref="SelfProof"/> found.</summary>
/// <param name="FromCache">An earlier proof holds; nothing was run.</param>
/// <param name="Broken">Attacks that got through, or that proved nothing. With any of them nothing may run.</param>
public sealed record SelfProofResult(bool FromCache, ImmutableArray<AttackResult> Broken)
{
    /// <summary>The fence holds.</summary>
    public bool Holds => Broken.IsEmpty;

    /// <summary>
    /// For people: each broken attack and what it would give an attacker; what proved nothing for one reason is one
    /// line.
    /// </summary>
    public string Describe() => string.Join('\n', Broken.Where(r => r.Outcome == AttackOutcome.Escaped)
        .Select(r => $"the fence does not hold on this host: {r.Attack.Name} got through ({r.Attack.Gain}): {r.Detail}")
        .Concat(Broken.Where(r => r.Outcome != AttackOutcome.Escaped).GroupBy(r => r.Detail, StringComparer.Ordinal)
            .Select(same => $"the fence cannot be proven on this host: {string.Join(", ", same.Select(r => r.Attack.Name))}: {same.Key}")));
}
