using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Inheritance;

namespace Pinfold.Core.Tests.WindowsModel.Inheritance;

internal sealed class Node(SecurityDescriptor descriptor, params Node[] children) : ISecuredNode
{
    public bool IsContainer { get; init; } = children.Length > 0;

    public SecurityDescriptor Descriptor { get; set; } = descriptor;

    public IEnumerable<ISecuredNode> Children => children;
}
