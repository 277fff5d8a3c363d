using System.Collections.Frozen;
using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <summary>The attacks for Windows, as data; Pinfold.Windows holds code of the same names. None has run on Windows yet. See docs/verify.md.</summary>
public static partial class WindowsAttacks
{
    private const AttackLayers T = AttackLayers.Token, V = AttackLayers.Level, D = AttackLayers.Deletion, P = AttackLayers.Pins, J = AttackLayers.Job,
        K = AttackLayers.Desktop, H = AttackLayers.Hygiene, R = AttackLayers.Limits;

    private const string FileExists = "the file exists", FileText = "the file's text", FileGone = "the file is gone", Result = "the call's result", WasRead = "what the attempt read";

    /// <summary>Every attack, in the order of the table.</summary>
    public static ImmutableArray<Attack> All { get; } =
    [
        .. Writes, .. Deletions, .. Links, .. Spellings, .. Git, .. Handoffs, .. Secrets, .. Registry, .. Processes, .. Trees, .. Services, .. Siblings, .. Desktops, .. Tokens,
        .. Pipes, .. Handles, .. Variables, .. Network, .. Limits, .. Cves,
    ];

    private static FrozenDictionary<string, Attack> ByName { get; } = All.ToFrozenDictionary(a => a.Name);

    /// <summary>The attack of that name, or null.</summary>
    public static Attack? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Rows of one family that share the promise they test.</summary>
    private static ImmutableArray<Attack> Family(string family, Control control, params ReadOnlySpan<(string Name, AttackLayers Layers, string Gain, string Effect)> rows)
    {
        var attacks = ImmutableArray.CreateBuilder<Attack>(rows.Length);
        foreach (var (name, layers, gain, effect) in rows) attacks.Add(new(name, family, gain, control, layers, effect));
        return attacks.MoveToImmutable();
    }

    /// <summary>The same, for what a gap of that name leaves open (docs/security/windows.md).</summary>
    private static ImmutableArray<Attack> Open(
        string family, Control control, string gap, params ReadOnlySpan<(string Name, AttackLayers Layers, string Gain, string Effect)> rows) =>
        [.. Family(family, control, rows).Select(a => a with { Gap = gap })];
}
