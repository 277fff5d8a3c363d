using System.Collections.Frozen;
using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <summary>
/// The attacks for Windows, as data; Pinfold.Windows holds code of the same names. None has run on Windows yet. See
/// docs/verify.md.
/// </summary>
public static partial class WindowsAttacks
{
    private const AttackLayers T = AttackLayers.Token, V = AttackLayers.Level,
        D = AttackLayers.Deletion, P = AttackLayers.Pins, J = AttackLayers.Job,
        K = AttackLayers.Desktop, H = AttackLayers.Hygiene, R = AttackLayers.Limits;

    private const string FileExists = "the file exists", FileText = "the file's text", FileGone = "the file is gone",
        Result = "the call's result", WasRead = "what the attempt read";

    /// <summary>Every attack, in the order of the table.</summary>
    public static ImmutableArray<Attack> All { get; } =
    [
        .. Writes, .. Deletions, .. Links, .. Spellings, .. Git, .. Handoffs, .. Secrets, .. Registry, .. Processes,
        .. Trees, .. Services, .. Siblings, .. Desktops, .. Tokens,
        .. Pipes, .. Handles, .. Variables, .. Network, .. Limits, .. Cves, .. SingleCases,
    ];

    private static FrozenDictionary<string, Attack> ByName { get; } = All.ToFrozenDictionary(a => a.Name);

    /// <summary>The attack of that name, or null.</summary>
    public static Attack? Find(string name) => ByName.GetValueOrDefault(name);
}
