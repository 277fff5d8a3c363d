using CsCheck;
using Pinfold.Core.Tests.WindowsModel.Access;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Tests.WindowsModel.Oracles;

/// <summary>
/// What every oracle is asked, Samba here and the system's own functions in Pinfold.Windows.Tests, which compiles this
/// file too. An oracle leaves out what it is known not to do, and says so where it does.
/// </summary>
internal static class OracleCases
{
    /// <summary>In SDDL, neither Samba nor Wine reads a hexadecimal authority.</summary>
    internal static readonly Gen<Sid> DecimalSid = SecurityGens.AnySid.Where(s => s.Authority < uint.MaxValue);

    /// <summary>Types and words that Samba 4.17 knows.</summary>
    private static readonly Gen<Ace> Ace = Gen.Select(
        Gens.Of(AceType.Allowed, AceType.Denied, AceType.AllowedObject, AceType.DeniedObject),
        SecurityGens.Mask.Select(m => m.Value is 0xf003f or 0x20019 or 0x20006 or 0x1f01ff ? (AccessMask)1 : m),
        DecimalSid,
            SecurityGens.Flags, Gen.Guid, Gen.Guid, Gen.Int[0, 3],
        (type, mask, sid, flags, one, two, which) => new Ace(type, mask, sid)
        {
            Flags = flags, ObjectType = AceTypes.IsObject(type) && (which & 1) != 0 ? one : null,
            InheritedObjectType = AceTypes.IsObject(type) && (which & 2) != 0 ? two : null,
        });

    internal static readonly Gen<SecurityDescriptor> Descriptor = Gen.Select(
        DecimalSid, DecimalSid, Ace.Array[1, 5], Ace.Array[1, 3], Gen.Int[0, 0x3f], Gen.Bool,
        (owner, group, dacl, sacl, control, hasSacl) => new SecurityDescriptor
        {
            Owner = owner, Group = group, Dacl = new(dacl), Sacl = hasSacl
                ? new(sacl.Select(a => a with
                    { Type = AceTypes.IsObject(a.Type) ? AceType.AuditObject : AceType.Audit }).ToArray())
                : null,
            Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent
                | (DescriptorControl)(control << 8 & 0x1500)
                | (hasSacl
                    ? DescriptorControl.SaclPresent | (DescriptorControl)(control << 8 & 0x2a00)
                    : DescriptorControl.None),
        });

    /// <summary>Tokens without restricting SIDs, objects without a label; no lists that are absent or null.</summary>
    internal static readonly Gen<AccessCase> Check = Gen.Select(
        AccessGens.Plain, SecurityGens.FewSids.Where(s => s != WellKnownSids.OwnerRights), Gen.Select(
            Gens.Of(AceType.Allowed, AceType.Denied, AceType.Allowed),
            SecurityGens.Mask, SecurityGens.FewSids, SecurityGens.Flags,
            (t, m, s, f) =>
                new Ace(t, m.Without(AccessMask.MaximumAllowed | AccessMask.AccessSystemSecurity), s)
                    { Flags = f }).Array[0, 7],
                    AccessGens.Desired,
        (token, owner, aces, desired) => new AccessCase(
            token with
            {
                IntegrityLevel = WellKnownSids.System,
                EnabledPrivileges = token.EnabledPrivileges & (Privileges.Security | Privileges.TakeOwnership),
            },
            new SecurityDescriptor { Owner = owner, Group = owner }.WithDacl(new(aces)), desired));
}
