using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>What a descriptor has already, and what the user may change in it.</summary>
internal static class DescriptorRights
{
    internal static bool HasEntry(SecurityDescriptor? descriptor, Ace entry) =>
        descriptor?.Dacl?.Aces.Contains(entry) == true;

    /// <summary>True when the label that counts is <paramref name="label"/>, inherited or not.</summary>
    internal static bool HasLabel(SecurityDescriptor? descriptor, Ace label) =>
        IsLabel(descriptor?.MandatoryLabel, label);

    /// <summary>The same, level and policy, inherited or not.</summary>
    internal static bool IsLabel(Ace? there, Ace label) =>
        there is not null && there with { Flags = there.Flags & ~AceFlags.Inherited } == label;

    internal static bool CanChangeDacl(Token token, SecurityDescriptor? descriptor) =>
        Can(token, descriptor, AccessMask.WriteDac);

    /// <summary>Setting a label needs WRITE_OWNER; who may change the DACL can give it to himself.</summary>
    internal static bool CanChangeLabel(Token token, SecurityDescriptor? descriptor) =>
        Can(token, descriptor, AccessMask.WriteOwner) || Can(token, descriptor, AccessMask.WriteDac);

    internal static bool CanRead(Token token, SecurityDescriptor? descriptor) =>
        descriptor is null || Can(token, descriptor, 1);

    /// <summary>True where the token gets <paramref name="right"/>, as far as the descriptor is known.</summary>
    internal static bool Has(Token token, SecurityDescriptor? descriptor, AccessMask right) =>
        Can(token, descriptor, right);

    private static bool Can(Token token, SecurityDescriptor? descriptor, AccessMask right) =>
        descriptor is not null && AccessCheck.Check(token, descriptor, right, SecurableType.File.Mapping).IsGranted;
}
