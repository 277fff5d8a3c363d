using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <summary>An attempt to break the fence: data about it; a backend holds the code of that name.</summary>
/// <param name="Name">Stable, kebab-case, unique: <c>write-outside-append</c>,
/// <c>cve-2025-59532-cwd-as-root</c>.</param>
/// <param name="Family">Its group in the table.</param>
/// <param name="Gain">What it would give an attacker, one sentence.</param>
/// <param name="Control">The promise that it tests.</param>
/// <param name="Layers">The mechanisms that stop it; with one of them off, any other must still do so.</param>
/// <param name="Effect">How the host side sees that it worked: what is checked from outside.</param>
public sealed record Attack(string Name, string Family, string Gain, Control Control,
    AttackLayers Layers, string Effect)
{
    /// <summary>
    /// The gap that it shows: nothing is promised against it yet, and it is expected to work
    /// (<see cref="AttackOutcome.Open"/>). Null when it must be denied.
    /// </summary>
    public string? Gap { get; init; }

    /// <summary>Rows of one family that share the promise they test.</summary>
    internal static ImmutableArray<Attack> Rows(
        string family, Control control,
        params ReadOnlySpan<(string Name, AttackLayers Layers, string Gain, string Effect)> rows) =>
        Rows(family, control, null, rows);

    /// <summary>The same, for what a gap of that name leaves open (docs/security/windows.md).</summary>
    internal static ImmutableArray<Attack> Rows(
        string family, Control control, string? gap,
        params ReadOnlySpan<(string Name, AttackLayers Layers, string Gain, string Effect)> rows)
    {
        var attacks = ImmutableArray.CreateBuilder<Attack>(rows.Length);
        foreach (var (name, layers, gain, effect) in rows)
            attacks.Add(new(name, family, gain, control, layers, effect) { Gap = gap });
        return attacks.MoveToImmutable();
    }
}
