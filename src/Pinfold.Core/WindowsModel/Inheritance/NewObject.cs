using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>What inherits: the child's side of the algorithm.</summary>
/// <param name="IsContainer">True for folders, keys and other containers.</param>
/// <param name="Mapping">What generic rights become in effective entries.</param>
/// <param name="Owner">Whom CREATOR_OWNER becomes.</param>
/// <param name="Group">Whom CREATOR_GROUP becomes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NewObject(bool IsContainer, GenericMapping Mapping, Sid Owner, Sid Group)
{
    /// <summary>
    /// The object's classes, which entries for one kind of child ask for; none for anything but directory services.
    /// </summary>
    public ImmutableArray<Guid> ObjectTypes { get; init; } = [];

    /// <summary>True where it may be in another tree too, whose descriptor is the same one.</summary>
    public bool IsShared { get; init; }

    /// <summary>The child's side for an object that is there.</summary>
    public static NewObject Of(SecurityDescriptor descriptor, bool isContainer, in GenericMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return new(isContainer, mapping, descriptor.Owner ?? WellKnownSids.CreatorOwner,
            descriptor.Group ?? WellKnownSids.CreatorGroup);
    }
}
