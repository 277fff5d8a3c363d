using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>
/// Which entries a child gets from its parent's list, and which of its creator's (MS-DTYP 2.5.3.4.4 to 2.5.3.4.7). The
/// table and the closing note of 2.5.3.4.4 are followed where its pseudocode contradicts them: INHERIT_ONLY plays no
/// part, and a container gets two entries only where one of them has generic rights or a creator's SID.
/// </summary>
public static class AceInheritance
{
    /// <summary>The entries of <paramref name="parent"/> as <paramref name="child"/> inherits them, in order.</summary>
    public static ImmutableArray<Ace> FromParent(Acl? parent, in NewObject child)
    {
        if (parent is null) return [];
        var to = ImmutableArray.CreateBuilder<Ace>();
        foreach (var ace in parent.Aces)
        {
            if (!ace.IsInheritable) continue;
            var applies = ace.Flags.HasFlag(child.IsContainer ? AceFlags.ContainerInherit : AceFlags.ObjectInherit);

            // A leaf passes nothing on; a container keeps for its leaves what is for leaves.
            if (!applies && (!child.IsContainer || !ace.Flags.HasFlag(AceFlags.ObjectInherit))) continue;
            if (ace.InheritedObjectType is { } kind && !child.ObjectTypes.Contains(kind)) applies = false;
            var passesOn = child.IsContainer && !ace.Flags.HasFlag(AceFlags.NoPropagateInherit);
            if (applies && (!passesOn || NeedsExpansion(ace))) to.Add(Effective(ace, child, AceFlags.Inherited));
            if (!passesOn) continue;
            var isInheritOnly = !applies || NeedsExpansion(ace);
            var flags = ace.Flags & ~AceFlags.InheritOnly | AceFlags.Inherited;
            to.Add(ace with { Flags = isInheritOnly ? flags | AceFlags.InheritOnly : flags });
        }

        return to.DrainToImmutable();
    }

    /// <summary>
    /// The entries that a creator gives, made concrete for <paramref name="child"/>. Those marked inherited are left
    /// out, for they are computed anew; in a protected list they stay, without the mark.
    /// </summary>
    public static ImmutableArray<Ace> FromCreator(Acl? creator, bool isProtected, in NewObject child)
    {
        if (creator is null) return [];
        var to = ImmutableArray.CreateBuilder<Ace>();
        foreach (var given in creator.Aces)
        {
            if (given.IsInherited && !isProtected) continue;
            var ace = given with { Flags = given.Flags & ~AceFlags.Inherited };
            if (!ace.IsInheritable && !ace.IsEffective) continue; // for nobody
            if (!NeedsExpansion(ace)) to.Add(ace);
            else if (!child.IsContainer || !ace.IsInheritable)
            {
                if (ace.IsEffective) to.Add(Effective(ace, child, AceFlags.None));
                else to.Add(ace);
            }
            else
            {
                if (ace.IsEffective) to.Add(Effective(ace, child, AceFlags.None));
                to.Add(ace with { Flags = ace.Flags | AceFlags.InheritOnly });
            }
        }

        return to.DrainToImmutable();
    }

    /// <summary>True where an entry means something else on each object: generic rights, a creator's SID.</summary>
    internal static bool NeedsExpansion(Ace ace) =>
        ace.Type is not (AceType.MandatoryLabel or AceType.ResourceAttribute or AceType.ScopedPolicyId)
        && (ace.Mask.Overlaps(AccessMask.AnyGeneric) || ace.Sid.Equals(WellKnownSids.CreatorOwner)
            || ace.Sid.Equals(WellKnownSids.CreatorGroup));

    /// <summary>
    /// The entry for the object itself: rights and SIDs made concrete, of the flags only those of audit and
    /// <paramref name="mark"/>.
    /// </summary>
    private static Ace Effective(Ace ace, in NewObject child, AceFlags mark)
    {
        var isPlain = AceTypes.IsObject(ace.Type) && ace.ObjectType is null;
        var sid = ace.Sid.Equals(WellKnownSids.CreatorOwner)
            ? child.Owner
            : ace.Sid.Equals(WellKnownSids.CreatorGroup) ? child.Group : ace.Sid;
        return new(isPlain ? Plain(ace.Type) : ace.Type, child.Mapping.Map(ace.Mask), sid)
        {
            Flags = ace.Flags & (AceFlags.SuccessfulAccess | AceFlags.FailedAccess | AceFlags.Critical) | mark,
            ObjectType = ace.ObjectType, ApplicationData = ace.ApplicationData,
        };
    }

    /// <summary>The type without GUIDs.</summary>
    private static AceType Plain(AceType type) => type switch
    {
        AceType.AllowedObject => AceType.Allowed,
        AceType.DeniedObject => AceType.Denied,
        AceType.AuditObject => AceType.Audit,
        AceType.AllowedCallbackObject => AceType.AllowedCallback,
        AceType.DeniedCallbackObject => AceType.DeniedCallback,
        AceType.AuditCallbackObject => AceType.AuditCallback,
        AceType.AlarmObject => AceType.Alarm,
        _ => AceType.AlarmCallback,
    };
}
