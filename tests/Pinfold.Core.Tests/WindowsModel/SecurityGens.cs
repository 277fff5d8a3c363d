using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.Tests.WindowsModel;

/// <summary>SIDs, entries, lists, descriptors and conditions at random.</summary>
internal static class SecurityGens
{
    internal static readonly Sid Domain = Sid.Parse("S-1-5-21-1-2-3");

    /// <summary>A few that meet each other often.</summary>
    internal static readonly Gen<Sid> FewSids = Gens.Of(
        WellKnownSids.Everyone, WellKnownSids.Users, WellKnownSids.Administrators, WellKnownSids.LocalSystem,
            WellKnownSids.AuthenticatedUsers,
        Domain.Child(1001), Domain.Child(1002), WellKnownSids.OwnerRights, WellKnownSids.RestrictedCode);

    internal static readonly Gen<Sid> AnySid = Gen.Frequency(
        (3, FewSids),
        (1, Gen.Select(Gens.Of(0UL, 1UL, 5UL, 15UL, 16UL, 0xffff_ffffUL, 0x1_0000_0000UL, 0xffff_ffff_ffffUL),
            Gen.UInt.Array[0, 15],
            (a, s) => new Sid(a, s.AsSpan()))));

    internal static readonly Gen<AccessMask> Mask = Gen.Frequency(
        (3, Gen.UInt.Select(v => (AccessMask)(v & 0xf11f01ff))), (1, Gen.UInt.Select(v => (AccessMask)v)),
        (2, Gens.Of<AccessMask>(0x1f01ff, 0x120089, 0x120116, 0x1200a0, 0xf003f, 0x20019, 0x10000000, 0x1301bf, 0)));

    internal static readonly Gen<AceFlags> Flags = Gen.Int[0, 31].Select(v => (AceFlags)v);

    private static readonly Gen<Guid?> OptionalGuid = Gen.Bool.SelectMany(
        b => b ? Gen.Guid.Select(g => (Guid?)g) : Gen.Const((Guid?)null));

    internal static readonly Gen<ConditionNode> Literal = Gen.OneOf<ConditionNode>(
        Gen.Select(Gen.Long, Gens.Of(IntegerBase.Octal, IntegerBase.Decimal, IntegerBase.Hexadecimal),
            Gen.Bool, (v, b, plus) =>
            (ConditionNode)new ConditionNode.Integer(v,
                v < 0 ? IntegerSign.Minus : plus ? IntegerSign.Plus : IntegerSign.None, b)),
        Gen.String[Gen.Char['!', '~'], 0, 6].Select(s => (ConditionNode)new ConditionNode.Text(s.Replace('"', 'q'))),
        Gen.Byte.Array[0, 5].Select(b => (ConditionNode)new ConditionNode.Octets([.. b])),
        AnySid.Select(s => (ConditionNode)new ConditionNode.SidLiteral(s)));

    private static readonly Gen<ConditionNode> Composite =
        Literal.Array[0, 4].Select(items => (ConditionNode)new ConditionNode.Composite([.. items]));

    private static readonly Gen<ConditionNode> Attribute = Gen.Select(
        Gens.Of(AttributeSource.Local, AttributeSource.User, AttributeSource.Resource, AttributeSource.Device),
        Gen.OneOf(Gens.Of("Title", "a.b:c", "Exists", "Member_ofX", "x y", "ü|\"%"),
            Gen.String[Gen.Char['\u0001', '\u00ff'], 1, 5]),
        (source, name) => (ConditionNode)new ConditionNode.Attribute(source, name));

    internal static Gen<ConditionNode> Condition(int depth) => depth == 0
        ? Gen.OneOf(
            Attribute,
            Gen.Select(Gens.Of(ConditionOperator.Exists, ConditionOperator.NotExists), Attribute, (o,
                a) => (ConditionNode)new ConditionNode.Unary(o, a)),
            Gen.Select(Gens.Of(ConditionOperator.MemberOf, ConditionOperator.NotDeviceMemberOfAny,
                ConditionOperator.DeviceMemberOf),
                AnySid.Array[1, 3],
                (o, s) =>
                    (ConditionNode)new ConditionNode.Unary(o,
                        new ConditionNode.Composite([.. s.Select(x => new ConditionNode.SidLiteral(x))]))),
            Gen.Select(
                Gens.Of(ConditionOperator.Equal, ConditionOperator.NotEqual, ConditionOperator.Less,
                    ConditionOperator.GreaterOrEqual,
                    ConditionOperator.Contains, ConditionOperator.NotContains,
                    ConditionOperator.AnyOf, ConditionOperator.NotAnyOf),
                Attribute, Gen.OneOf(Literal, Composite,
                    Attribute.Where(a => a is ConditionNode.Attribute { Source: not AttributeSource.Local })),
                (o, l, r) => (ConditionNode)new ConditionNode.Binary(o, l, r)))
        : Gen.OneOf(
            Condition(0),
            Condition(depth - 1).Select(c => (ConditionNode)new ConditionNode.Unary(ConditionOperator.Not, c)),
            Gen.Select(Gens.Of(ConditionOperator.And, ConditionOperator.Or), Condition(depth - 1), Condition(depth - 1),
                (o, l, r) => (ConditionNode)new ConditionNode.Binary(o, l, r)));

    internal static readonly Gen<SecurityAttribute> ResourceAttribute = Gen.Select(
        Gen.String[Gen.Char['!', '~'], 1, 6].Select(s => s.Replace('"', 'q')), Gen.UInt, Gen.OneOf(
            Gen.Long.Array[1, 3].Select(v => (AttributeType.Int64, v.Select(x => (object)x).ToArray())),
            Gen.ULong.Array[1, 3].Select(v => (AttributeType.UInt64, v.Select(x => (object)x).ToArray())),
            Gen.String[Gen.Char['#', '~'], 0, 5].Array[1, 3]
                .Select(v => (AttributeType.Text, v.Select(x => (object)x).ToArray())),
            AnySid.Array[1, 3].Select(v => (AttributeType.Sid, v.Select(x => (object)x).ToArray())),
            Gen.Bool.Array[1, 3].Select(v => (AttributeType.Boolean, v.Select(x => (object)x).ToArray())),
            Gen.Byte.Array[0, 5].Array[1, 3].Select(v => (AttributeType.Octets,
                v.Select(x => (object)ImmutableArray.Create(x)).ToArray()))),
        (name, flags, values) => new SecurityAttribute(name, values.Item1, [.. values.Item2]) { Flags = flags });

    /// <summary>Entries of a DACL that SDDL can say.</summary>
    internal static readonly Gen<Ace> DaclAce = Gen.OneOf(
        Gen.Select(Gens.Of(AceType.Allowed, AceType.Denied), Mask, AnySid, Flags,
            (t, m, s, f) => new Ace(t, m, s) { Flags = f }),
        Gen.Select(Gens.Of(AceType.AllowedObject, AceType.DeniedObject), Mask, AnySid, Flags,
            OptionalGuid, OptionalGuid,
            (t, m, s, f, o, i) => new Ace(t, m, s) { Flags = f, ObjectType = o, InheritedObjectType = i }),
        Gen.Select(Gens.Of(AceType.AllowedCallback, AceType.DeniedCallback), Mask, AnySid, Condition(2),
            (t, m, s, c) => new Ace(t, m, s) { ApplicationData = new ConditionalExpression(c).ToBytes() }));

    internal static readonly Gen<Ace> SaclAce = Gen.OneOf(
        Gen.Select(Mask, AnySid, Gen.Byte, (m, s, f) => new Ace(AceType.Audit, m, s) { Flags = (AceFlags)f }),
        Gen.Select(Gen.UInt[0, 7], Gens.Of(WellKnownSids.Low, WellKnownSids.Medium, WellKnownSids.High), Flags,
            (m, s, f) => new Ace(AceType.MandatoryLabel, m, s) { Flags = f }),
        ResourceAttribute.Select(
            a => new Ace(AceType.ResourceAttribute, 0, WellKnownSids.Everyone) { ApplicationData = a.ToBytes() }),
        AnySid.Select(s => new Ace(AceType.ScopedPolicyId, 0, s)));

    internal static Gen<Acl?> OptionalAcl(Gen<Ace> ace) =>
        Gen.Frequency((4, ace.Array[0, 6].Select(a => (Acl?)new Acl(a))), (1, Gen.Const((Acl?)null)));

    internal static readonly Gen<SecurityDescriptor> Descriptor = Gen.Select(
        AnySid, Gen.Bool, AnySid, Gen.Bool, OptionalAcl(DaclAce), OptionalAcl(SaclAce), Gen.Int[0, 0x3f], Gen.Bool,
        (owner, hasOwner, group, hasGroup, dacl, sacl, control, nullDacl) => new SecurityDescriptor
        {
            Owner = hasOwner ? owner : null, Group = hasGroup ? group : null, Dacl = dacl, Sacl = sacl,
            Control = DescriptorControl.SelfRelative
                | (dacl is null && !nullDacl ? DescriptorControl.None : DescriptorControl.DaclPresent
                    | (DescriptorControl)(control << 8) & Of(0x1500))
                | (sacl is null
                    ? DescriptorControl.None
                    : DescriptorControl.SaclPresent | (DescriptorControl)(control << 8) & Of(0x2a00)),
        });

    private static DescriptorControl Of(int bits) => (DescriptorControl)bits;
}
