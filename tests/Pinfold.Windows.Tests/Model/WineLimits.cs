using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Windows.Tests.Model;

/// <summary>
/// Where Wine 10's access check (server/token.c, token_access_check) is known to do something else than Windows;
/// docs/security/windows-model.md has the sources. The tests count what each leaves out, and fail where Wine no longer
/// differs.
/// </summary>
internal static class WineLimits
{
    internal const string Owner = "an owner has every standard right";
    internal const string OwnerRights = "an entry for OWNER_RIGHTS is for nobody";
    internal const string TakeOwnership = "a privilege gives no WRITE_OWNER";
    internal const string DenyOnly = "a deny entry for a deny-only group is passed over";
    internal const string LaterDeny = "a later deny entry for what is granted ends the check";
    internal const string MaximumOrder = "a deny entry takes from the maximum whatever stands before it";
    internal const string MaximumAndMore = "other rights asked with the maximum may be refused";

    internal static readonly string[] Names =
        [Owner, OwnerRights, TakeOwnership, DenyOnly, LaterDeny, MaximumOrder, MaximumAndMore];

    /// <summary>The limit that such a case meets, or null. Generic rights are mapped.</summary>
    internal static string? Of(Token token, SecurityDescriptor descriptor, AccessMask desired)
    {
        var isMaximum = desired.Contains(AccessMask.MaximumAllowed);
        var asked = isMaximum ? ~AccessMask.None : desired;
        var entries = descriptor.Dacl!.Aces.Where(a => a.IsEffective && a.Mask.Overlaps(asked)).ToArray();
        var isOwner = Allows(token, descriptor.Owner!);
        if (token.HasEnabled(Privileges.TakeOwnership) && desired.Overlaps(AccessMask.WriteOwner)) return TakeOwnership;
        var isForOwner = descriptor.Dacl.Aces.Any(a => a.IsEffective && a.Sid == WellKnownSids.OwnerRights);
        if (isForOwner && (isOwner || IsDenyOnly(token, descriptor.Owner!))) return OwnerRights;
        if (isOwner && asked.Overlaps(AccessMask.Delete | AccessMask.WriteOwner | AccessMask.Synchronize)) return Owner;
        if (entries.Any(a => a.Type == AceType.Denied && IsDenyOnly(token, a.Sid))) return DenyOnly;
        if (isMaximum && desired != AccessMask.MaximumAllowed) return MaximumAndMore;
        var granted = isOwner ? AccessMask.ReadControl | AccessMask.WriteDac : AccessMask.None;
        foreach (var entry in entries)
        {
            if (!Allows(token, entry.Sid)) continue;
            if (entry.Type == AceType.Allowed) granted |= entry.Mask;
            else if (isMaximum && entry.Mask.Overlaps(granted)) return MaximumOrder;
            else if (!granted.Contains(desired) && !entry.Mask.Overlaps(desired.Without(granted))) return LaterDeny;
        }

        return null;
    }

    private static bool Allows(Token token, Sid sid) =>
        sid == token.User || token.Groups.Any(g => g.Sid == sid && g.IsEnabled);

    private static bool IsDenyOnly(Token token, Sid sid) => token.Groups.Any(g => g.Sid == sid && g.IsDenyOnly);
}
