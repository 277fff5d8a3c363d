namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>An object in a tree of objects with descriptors.</summary>
public interface ISecuredNode
{
    /// <summary>True when it can hold others.</summary>
    bool IsContainer { get; }

    /// <summary>Its descriptor.</summary>
    SecurityDescriptor Descriptor { get; set; }

    /// <summary>What it holds.</summary>
    IEnumerable<ISecuredNode> Children { get; }

    /// <summary>
    /// True where it may be in another tree too: propagation opens nothing there, for its descriptor changes there as
    /// well.
    /// </summary>
    bool IsShared => false;
}
