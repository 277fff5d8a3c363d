using System.Collections.Immutable;
using Pinfold.Core.Attacks;

namespace Pinfold.Windows.Attacks;

/// <summary>What <see cref="SelfProof"/> found.</summary>
/// <param name="FromCache">An earlier proof holds; nothing was run.</param>
/// <param name="Broken">Attempts that got through, or that proved nothing. With any of them nothing may run.</param>
public sealed record SelfProofResult(bool FromCache, ImmutableArray<AttackResult> Broken)
{
    /// <summary>The fence holds.</summary>
    public bool Holds => Broken.IsEmpty;

    /// <summary>For people.</summary>
    public string Describe() =>
        Holds ? "confined" : "not confined\n" + string.Join('\n', Broken.Select(r => r.Outcome == AttackOutcome.Escaped
            ? $"the fence does not hold on this host: {r.Attack.Name} got through ({r.Attack.Gain}): {r.Detail}"
            : $"the fence cannot be proven on this host: {r.Attack.Name}: {r.Detail}"));
}
