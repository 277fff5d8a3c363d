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
    /// <summary>The object's classes, which entries for one kind of child ask for; none for anything but directory services.</summary>
    public ImmutableArray<Guid> ObjectTypes { get; init; } = [];
}
