using System.Collections.Frozen;

namespace Pinfold.Linux.Attacks;

/// <summary>The code of every attack, by name.</summary>
internal static class AttackCodes
{
    internal static FrozenDictionary<string, AttackCode> ByName { get; } = All().ToFrozenDictionary(c => c.Name);

    private static IEnumerable<AttackCode> All() =>
    [
        .. OutsideWrites.Codes, .. Links.Codes, .. Handoffs.Codes, .. DeepHandoffs.Codes, .. OutsideProcesses.Codes,
        .. ForeignNamespaces.Codes, .. KernelInterfaces.Codes,
        .. Networks.Codes, .. Egress.Codes, .. UnixSockets.Codes, .. Services.Codes, .. Secrets.Codes,
        .. TemporaryFiles.Codes, .. EnvironmentVariables.Codes, .. Terminals.Codes,
        .. Descriptors.Codes, .. ResourceLimits.Codes, .. SetUserIds.Codes, .. Survivors.Codes, .. CveLessons.Codes,
    ];
}
