using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>A file or folder of the model.</summary>
internal sealed class ModelNode(UInt128 number, bool isFolder, SecurityDescriptor descriptor)
{
    internal SortedDictionary<string, ModelNode> Children { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal UInt128 Number { get; } = number;

    internal bool IsFolder { get; } = isFolder;

    internal bool IsLink { get; init; }

    internal uint Links { get; init; } = 1;

    /// <summary>The error for whoever opens it to change it.</summary>
    internal string? Refuses { get; set; }

    internal SecurityDescriptor Descriptor { get; set; } = descriptor;
}
