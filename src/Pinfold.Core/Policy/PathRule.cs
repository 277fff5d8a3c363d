using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>A rule about paths.</summary>
/// <param name="Pattern">As written, after <c>~</c>, <c>{workspace}</c> and <c>{temp}</c> were filled in.</param>
/// <param name="Path">The literal path, when the pattern has no wildcard; else null.</param>
/// <param name="Glob">The pattern, when it has a wildcard; else null. See docs/globs.md.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record PathRule(string Pattern, CanonicalPath? Path, Glob? Glob, Origin Origin)
{
    /// <summary>
    /// As a policy writes it: <c>C:/Users/me/**/.env</c> on a drive, where <see cref="Pattern"/> has a slash before.
    /// </summary>
    public string Written => WindowsPath.IsOnDrive(Prefix) ? Pattern[1..] : Pattern;

    /// <summary><see cref="Written"/>, safe to print.</summary>
    public string Shown => OsText.Display(Written);

    /// <summary>True when <paramref name="path"/> is the rule's path or pattern, or lies below it.</summary>
    public bool Covers(CanonicalPath path) => Path is { } own ? path.IsWithin(own) : Glob!.Covers(path);

    /// <summary>How closely it names its target: the most specific rule wins inside the same kind.</summary>
    public Specificity Specificity => Path is { } own ? Specificity.Of(own) : Glob!.Specificity;

    /// <summary>Everything that the rule covers is this path or lies below it.</summary>
    public CanonicalPath Prefix => Path ?? Glob!.Prefix;

    /// <summary>True when all that <paramref name="inner"/> covers is covered too. Sound, not complete: false may also
    /// mean that it cannot be told.</summary>
    public bool Contains(PathRule inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return Path is not null || inner.Path is not null ? Covers(inner.Prefix) : Pattern == inner.Pattern;
    }
}
