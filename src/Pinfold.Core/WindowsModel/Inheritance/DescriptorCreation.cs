using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>The descriptor of a new object (MS-DTYP 2.5.3.4), and the label that the kernel adds.</summary>
public static class DescriptorCreation
{
    /// <summary>CreateSecurityDescriptor (MS-DTYP 2.5.3.4.1).</summary>
    /// <param name="parent">The container's descriptor, or null.</param>
    /// <param name="creator">What the creator gives, or null.</param>
    /// <param name="token">Who makes it: owner, group and default DACL.</param>
    /// <param name="type">What is made: its mapping, and whether a label belongs to it.</param>
    /// <param name="isContainer">True when it holds others.</param>
    /// <param name="flags">How the parent's and the creator's parts are put together.</param>
    /// <param name="objectTypes">The object's classes, in directory services.</param>
    public static SecurityDescriptor Create(
        SecurityDescriptor? parent, SecurityDescriptor? creator,
        Token token, SecurableType type, bool isContainer, InheritFlags flags,
        params ReadOnlySpan<Guid> objectTypes)
    {
        var owner = creator?.Owner
            ?? (flags.HasFlag(InheritFlags.DefaultOwnerFromParent) ? parent?.Owner : null) ?? token.Owner;
        var group = creator?.Group
            ?? (flags.HasFlag(InheritFlags.DefaultGroupFromParent) ? parent?.Group : null) ?? token.PrimaryGroup;
        var child = new NewObject(isContainer, type.Mapping, owner, group) { ObjectTypes = [.. objectTypes] };
        var dacl = Compute(
            parent?.Dacl, Given(creator, creator?.Dacl, DescriptorControl.DaclPresent),
                creator?.Has(DescriptorControl.DaclProtected) ?? false,
            flags.HasFlag(InheritFlags.DaclAutoInherit), flags, child, () => (true, token.DefaultDacl));
        var sacl = Compute(
            parent?.Sacl, Given(creator, creator?.Sacl, DescriptorControl.SaclPresent),
                creator?.Has(DescriptorControl.SaclProtected) ?? false,
            flags.HasFlag(InheritFlags.SaclAutoInherit), flags, child, () => (false, null));
        var control = DescriptorControl.SelfRelative
            | (creator?.Control ?? DescriptorControl.None)
                & (DescriptorControl.DaclProtected | DescriptorControl.SaclProtected)
            | (dacl.IsPresent ? DescriptorControl.DaclPresent : DescriptorControl.None)
            | (sacl.IsPresent ? DescriptorControl.SaclPresent : DescriptorControl.None)
            | (dacl.IsAutoInherited ? DescriptorControl.DaclAutoInherited : DescriptorControl.None)
            | (sacl.IsAutoInherited ? DescriptorControl.SaclAutoInherited : DescriptorControl.None);
        return AddLabel(
            new() { Control = control, Owner = owner, Group = group, Dacl = dacl.Acl, Sacl = sacl.Acl }, token, type);
    }

    /// <summary>
    /// The descriptor of a new object where its creator is below the label that it inherited; null where none is made.
    /// </summary>
    public static SecurityDescriptor? Lower(SecurityDescriptor made, Token creator, LowerLabel rule)
    {
        ArgumentNullException.ThrowIfNull(made);
        ArgumentNullException.ThrowIfNull(creator);
        if (rule == LowerLabel.Inherited || made.MandatoryLabel is not { IsInherited: true } label
            || IntegrityCheck.Dominates(creator.IntegrityLevel, label.Sid)) return made;
        if (rule == LowerLabel.Refused) return null;
        var own = new Ace(AceType.MandatoryLabel, (uint)LabelPolicy.NoWriteUp, creator.IntegrityLevel);
        var now = rule == LowerLabel.Own ? own : own with { Flags = label.Flags };
        return made.WithSacl(new(made.Sacl!.Aces.Replace(label, now)));
    }

    private static (bool IsGiven, Acl? Acl) Given(SecurityDescriptor? creator, Acl? acl, DescriptorControl present) =>
        (creator?.Has(present) ?? false, acl);

    /// <summary>ComputeACL (MS-DTYP 2.5.3.4.2).</summary>
    private static (bool IsPresent, Acl? Acl, bool IsAutoInherited) Compute(
        Acl? parent, (bool IsGiven, Acl? Acl) creator, bool isProtected,
        bool autoInherit, InheritFlags flags, in NewObject child,
        Func<(bool IsPresent, Acl? Acl)> byDefault)
    {
        var inherited = isProtected ? [] : AceInheritance.FromParent(parent, child);
        if (!inherited.IsEmpty && (!creator.IsGiven || flags.HasFlag(InheritFlags.DefaultDescriptorForObject)))
            return (true, new(inherited), autoInherit);

        // A null list that is given allows everything, and stays null: nothing is added to it.
        if (creator.IsGiven && creator.Acl is null) return (true, null, false);
        if (creator.IsGiven)
        {
            var given = AceInheritance.FromCreator(creator.Acl, isProtected, child);
            var joins = autoInherit && !isProtected;
            return (true, new(joins ? given.AddRange(inherited) : given), joins);
        }

        // Nothing is inherited although the parent may have entries for another kind of child: the default, as
        // RtlNewSecurityObject has it. The pseudocode would leave an empty list, which refuses everyone.
        var (isPresent, acl) = byDefault();
        return (isPresent, acl is null ? null : new(AceInheritance.FromCreator(acl, isProtected: true, child)), false);
    }

    /// <summary>
    /// Below medium, and always for processes, threads and tokens, the kernel labels what is made with the creator's
    /// level (Win32, <i>Mandatory Integrity Control</i>); the latter cannot be read up either.
    /// </summary>
    private static SecurityDescriptor AddLabel(SecurityDescriptor descriptor, Token token, SecurableType type)
    {
        if (descriptor.MandatoryLabel is not null) return descriptor;
        if (!type.IsProcessLike && IntegrityCheck.Dominates(token.IntegrityLevel, WellKnownSids.Medium))
            return descriptor;
        var policy = type.IsProcessLike ? LabelPolicy.NoWriteUp | LabelPolicy.NoReadUp : LabelPolicy.NoWriteUp;
        var label = new Ace(AceType.MandatoryLabel, (uint)policy, token.IntegrityLevel);
        return descriptor.WithSacl(new((descriptor.Sacl?.Aces ?? []).Add(label)));
    }
}
