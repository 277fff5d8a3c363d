using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Tests;
using Pinfold.Core.Tests.WindowsModel;
using Pinfold.Core.Tests.WindowsModel.Access;
using Pinfold.Core.Tests.WindowsModel.Oracles;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Windows.Tests.Model;

/// <summary>
/// Requests of a command's token: objects with and without labels, entries for the SIDs that its two passes ask for.
/// </summary>
internal static class CommandCases
{
    private static readonly Gen<Ace?> Label = Gen.Select(
        Gens.Of(
            WellKnownSids.Untrusted, WellKnownSids.Low, new Sid(16, FenceLevel.Rid - 1),
            FenceLevel.Sid, FenceLevel.Sid, new Sid(16, FenceLevel.Rid + 1),
            WellKnownSids.Medium, WellKnownSids.MediumPlus, WellKnownSids.High, WellKnownSids.System),
        Gen.UInt[0, 7],
        Gens.Of(AceFlags.None, AceFlags.None, AceFlags.ObjectInherit | AceFlags.ContainerInherit), Gen.Int[0, 4],
        (level, policy, flags, has) =>
            has == 0 ? null : new Ace(AceType.MandatoryLabel, policy, level) { Flags = flags });

    /// <param name="token">The command's, as the model has it.</param>
    /// <param name="conditions">Whether entries have conditions on groups.</param>
    internal static Gen<AccessCase> For(Token token, bool conditions = false)
    {
        var held = token.Groups.Select(g => g.Sid).Append(token.User).ToArray();
        var sid = Gen.OneOf(Gens.Of([.. token.RestrictingSids]), Gens.Of(held),
            Gens.Of(token.User, WellKnownSids.Everyone),
            Gens.Of(WellKnownSids.OwnerRights, WellKnownSids.Administrators, WellKnownSids.LocalSystem,
                SecurityGens.Domain.Child(1002)));
        var owner = Gen.OneOf(Gens.Of(token.User, WellKnownSids.Administrators, WellKnownSids.LocalSystem),
            Gens.Of([.. token.RestrictingSids]));
        var member = Gen.Select(
            Gens.Of(ConditionOperator.MemberOf, ConditionOperator.MemberOfAny, ConditionOperator.NotMemberOf,
                ConditionOperator.NotMemberOfAny),
            Gens.Of(held).Array[1, 2],
            (o, sids) => new ConditionalExpression(
                new ConditionNode.Unary(o, new ConditionNode.Composite(
                    [.. sids.Select(s => (ConditionNode)new ConditionNode.SidLiteral(s))]))).ToBytes());
        var plain = Gen.Select(
            Gens.Of(AceType.Allowed, AceType.Allowed, AceType.Denied), SecurityGens.Mask, sid, SecurityGens.Flags,
            (t, m, s, f) =>
                new Ace(t, m.Without(AccessMask.MaximumAllowed | AccessMask.AccessSystemSecurity), s) { Flags = f });
        var conditional = Gen.Select(plain, member, (a, c) =>
            a with
            {
                Type = a.Type == AceType.Allowed ? AceType.AllowedCallback : AceType.DeniedCallback, ApplicationData = c
            });
        return Gen.Select(owner, (conditions ? Gen.OneOf(plain, conditional) : plain).Array[1, 8], Label,
            AccessGens.Desired,
            (o, aces, label, desired) => new AccessCase(token,
                Labelled(new SecurityDescriptor { Owner = o, Group = o }.WithDacl(new(aces)), label), desired));
    }

    private static SecurityDescriptor Labelled(SecurityDescriptor descriptor, Ace? label) => label is null
        ? descriptor
        : descriptor with { Sacl = new Acl(label), Control = descriptor.Control | DescriptorControl.SaclPresent };
}
