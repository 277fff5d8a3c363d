using System.Runtime.InteropServices;

namespace Pinfold.Core.Paths;

/// <summary>
/// How closely a path pattern names its target: the larger one wins over the smaller inside the same kind of rule.
/// </summary>
/// <param name="Prefix">Literal components before the first wildcard.</param>
/// <param name="Components">Components that match exactly one name each, so without <c>**</c>.</param>
/// <param name="Characters">Characters that stand for themselves.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Specificity(int Prefix, int Components, int Characters) : IComparable<Specificity>
{
    /// <summary>That of a literal path.</summary>
    public static Specificity Of(CanonicalPath path)
    {
        if (path == CanonicalPath.Root) return default;
        var components = path.Value.AsSpan().Count('/');
        return new(components, components, path.Value.Length - components);
    }

    /// <inheritdoc/>
    public int CompareTo(Specificity other) =>
        (Prefix, Components, Characters).CompareTo((other.Prefix, other.Components, other.Characters));

    /// <summary>Less specific.</summary>
    public static bool operator <(Specificity left, Specificity right) => left.CompareTo(right) < 0;

    /// <summary>More specific.</summary>
    public static bool operator >(Specificity left, Specificity right) => left.CompareTo(right) > 0;

    /// <summary>Not more specific.</summary>
    public static bool operator <=(Specificity left, Specificity right) => left.CompareTo(right) <= 0;

    /// <summary>Not less specific.</summary>
    public static bool operator >=(Specificity left, Specificity right) => left.CompareTo(right) >= 0;
}
