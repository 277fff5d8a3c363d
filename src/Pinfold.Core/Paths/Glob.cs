namespace Pinfold.Core.Paths;

/// <summary>A path pattern in Pinfold's one dialect (docs/globs.md).</summary>
public sealed class Glob
{
    /// <summary>True when the whole path, or one of its ancestors, matches.</summary>
    public bool Covers(CanonicalPath path) => throw new NotSupportedException(path.Value);
}
