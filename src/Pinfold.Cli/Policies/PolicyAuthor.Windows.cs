using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Rights;
using Pinfold.Windows.Tokens;

namespace Pinfold.Cli.Policies;

/// <summary>A file that can widen the fence was written by the user or the administrator, and by nobody else.</summary>
internal static class PolicyAuthor
{
    // DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_WRITE, GENERIC_ALL
    private const uint Writing = (uint)(FileRights.WriteData | FileRights.AppendData) | 0x000D_0000 | 0x5000_0000;

    /// <summary>Null when nobody else could have written it, else who could.</summary>
    internal static string? Fault(SecurityDescriptor descriptor, PolicyLayer layer)
    {
        var user = TokenFacts.Own().User;
        if (descriptor.Owner is not { } owner || !IsTrusted(owner))
            return $"it belongs to {descriptor.Owner?.ToString() ?? "nobody"}, and you are {user}";
        if (descriptor.Dacl is not { } dacl) return "everybody may write it";
        foreach (var entry in dacl.Aces)
        {
            if (entry.Type != AceType.Allowed || (entry.Mask.Value & Writing) == 0
                || entry.Flags.HasFlag(AceFlags.InheritOnly))
                continue;
            if (!IsTrusted(entry.Sid)) return $"{entry.Sid} may write it";
        }

        return null;

        bool IsTrusted(Sid sid) => sid == WellKnownSids.LocalSystem
            || sid == WellKnownSids.Administrators || sid == WellKnownSids.TrustedInstaller
            || (layer != PolicyLayer.Machine && sid == user);
    }
}
