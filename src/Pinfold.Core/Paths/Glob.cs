using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pinfold.Core.Paths;

/// <summary>An absolute path pattern in Pinfold's one dialect (docs/globs.md).</summary>
/// <remarks>Matching takes at most (characters of the pattern) × (characters of the path) steps: no pattern is
/// slow.</remarks>
public sealed class Glob : IEquatable<Glob>
{
    /// <summary>The longest pattern, in UTF-16 units.</summary>
    public const int MaxLength = 1024;

    private readonly ImmutableArray<GlobName> _names;

    private Glob(ImmutableArray<GlobName> names, string pattern)
    {
        _names = names;
        Pattern = pattern;
        var prefix = names.TakeWhile(n => n.Literal is not null).Select(n => n.Literal).ToArray();
        Prefix = CanonicalPath.Parse("/" + string.Join('/', prefix));
        Specificity = new(prefix.Length, names.Count(n => n != GlobName.AnyDepth), names.Sum(n => n.Characters));
    }

    /// <summary>The pattern's text, from the root.</summary>
    public string Pattern { get; }

    /// <summary>Every match is this path or lies below it.</summary>
    public CanonicalPath Prefix { get; }

    /// <summary>True when it has no wildcard: it matches <see cref="Prefix"/> alone.</summary>
    public bool IsLiteral => Specificity.Prefix == _names.Length;

    /// <summary>How closely it names its target.</summary>
    public Specificity Specificity { get; }

    /// <summary>Parses <paramref name="text"/>. Throws <see cref="ArgumentException"/> when it is no pattern.</summary>
    public static Glob Parse(string text) => TryParse(text, CanonicalPath.Root, out var glob, out var error)
        ? glob
        : throw new ArgumentException($"at {error.Position}: {error.Message}; {error.Remedy}", nameof(text));

    /// <summary>Parses a pattern; one that does not start with a slash is seen from <paramref name="anchor"/>, which is
    /// taken literally.</summary>
    public static bool TryParse(
        string text, CanonicalPath anchor, [NotNullWhen(true)] out Glob? glob,
        [NotNullWhen(false)] out GlobError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        glob = null;
        var names = ImmutableArray.CreateBuilder<GlobName>();
        var pattern = new StringBuilder();
        if (!text.StartsWith('/') && anchor != CanonicalPath.Root)
        {
            foreach (var name in anchor.Value[1..].Split('/')) names.Add(new(name));
            pattern.Append(Escape(anchor.Value));
        }

        if (!GlobParser.TryParse(text, names, pattern, out error)) return false;
        glob = new(names.DrainToImmutable(), pattern.Length == 0 ? "/" : pattern.ToString());
        return true;
    }

    /// <summary>The pattern that matches exactly <paramref name="text"/>.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(GlobParser.Special)) return text;
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (GlobParser.Special.Contains(c)) escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>True when the whole path matches.</summary>
    public bool Matches(CanonicalPath path)
    {
        long steps = 0;
        return Match(path.Value, ancestors: false, ref steps);
    }

    /// <summary>True when the whole path, or one of its ancestors, matches.</summary>
    public bool Covers(CanonicalPath path)
    {
        long steps = 0;
        return Match(path.Value, ancestors: true, ref steps);
    }

    /// <summary>
    /// False when no path whose last component is <paramref name="name"/> matches: a cheap first question.
    /// </summary>
    internal bool MayEndWith(ReadOnlySpan<char> name)
    {
        long steps = 0;
        return _names.Length == 0 || _names[^1] == GlobName.AnyDepth || _names[^1].Matches(name, ref steps);
    }

    /// <summary>
    /// As <see cref="GlobName.Matches"/>, one level up: names instead of characters, <c>**</c> instead of <c>*</c>.
    /// </summary>
    internal bool Match(ReadOnlySpan<char> path, bool ancestors, ref long steps)
    {
        path = path[1..];
        int name = 0, at = 0, run = -1, runEnd = 0;
        while (true)
        {
            if (ancestors && name == _names.Length) return true;
            if (at >= path.Length) break;
            steps++;
            if (name < _names.Length && _names[name] == GlobName.AnyDepth)
            {
                run = name++;
                runEnd = at;
            }
            else if (name < _names.Length && _names[name].Matches(path[at..End(path, at)], ref steps))
            {
                name++;
                at = End(path, at) + 1;
            }
            else if (run < 0)
            {
                return false;
            }
            else
            {
                runEnd = End(path, runEnd) + 1;
                at = runEnd;
                name = run + 1;
            }
        }

        while (name < _names.Length && _names[name] == GlobName.AnyDepth) name++;
        return name == _names.Length;
    }

    /// <inheritdoc/>
    public bool Equals(Glob? other) => other is not null && other.Pattern == Pattern;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Glob);

    /// <inheritdoc/>
    public override int GetHashCode() => Pattern.GetHashCode(StringComparison.Ordinal);

    /// <summary>Safe to print.</summary>
    public override string ToString() => OsText.Display(Pattern);

    private static int End(ReadOnlySpan<char> path, int at)
    {
        var length = path[at..].IndexOf('/');
        return length < 0 ? path.Length : at + length;
    }
}
