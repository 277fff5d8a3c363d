using System.Collections.Frozen;

namespace Pinfold.Windows.Attacks;

/// <summary>The code of every attack, by name.</summary>
internal static class AttackCodes
{
    internal static FrozenDictionary<string, AttackCode> ByName { get; } = All().ToFrozenDictionary(c => c.Name);

    private static IEnumerable<AttackCode> All() =>
    [
        .. OutsideWrites.Codes, .. SharedFolders.Codes, .. Deletions.Codes, .. Links.Codes,
        .. Spellings.Codes, .. GitFiles.Codes, .. Handoffs.Codes, .. Secrets.Codes,
        .. RegistryKeys.Codes, .. OutsideProcesses.Codes, .. Survivors.Codes,
        .. Servers.Codes, .. Siblings.Codes, .. UserScreen.Codes, .. ForeignTokens.Codes,
        .. KernelObjects.Codes, .. InheritedHandles.Codes, .. Variables.Codes,
        .. Networks.Codes, .. ResourceLimits.Codes, .. CveLessons.Codes,
        .. SingleCases.Codes,
        .. OtherAccounts.Codes, .. BrokerParts.Codes, .. AccountFilters.Codes,
    ];
}
