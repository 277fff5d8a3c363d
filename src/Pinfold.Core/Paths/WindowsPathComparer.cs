using System.Runtime.CompilerServices;

namespace Pinfold.Core.Paths;

/// <summary>
/// Paths as NTFS compares them: without case. Letters pair up by simple case mapping, as in a volume's <c>$UpCase</c>
/// table; where a folder is case-sensitive this finds more names equal than there are, never fewer.
/// </summary>
public sealed class WindowsPathComparer : IEqualityComparer<CanonicalPath>, IComparer<CanonicalPath>
{
    private WindowsPathComparer()
    {
    }

    /// <summary>The only one.</summary>
    public static WindowsPathComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(CanonicalPath x, CanonicalPath y) =>
        string.Equals(x.Value, y.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public int GetHashCode(CanonicalPath obj) => obj.Value.GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>An outer folder before what it holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Compare(CanonicalPath x, CanonicalPath y) =>
        string.Compare(x.Value, y.Value, StringComparison.OrdinalIgnoreCase);
}
