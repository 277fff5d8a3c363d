using System.Collections.Immutable;

namespace Pinfold.Core.Paths;

/// <summary>The pattern of one path component; <see cref="AnyDepth"/> stands for <c>**</c>.</summary>
internal sealed class GlobName
{
    private readonly ImmutableArray<GlobElement> _elements;

    internal GlobName(string literal) => Literal = literal;

    internal GlobName(ImmutableArray<GlobElement> elements) => _elements = elements;

    private GlobName()
    {
    }

    /// <summary><c>**</c>: any number of components, also none.</summary>
    internal static GlobName AnyDepth { get; } = new();

    /// <summary>The name itself, when it has no wildcard.</summary>
    internal string? Literal { get; }

    internal int Characters =>
        Literal?.Length ?? (_elements.IsDefault ? 0 : _elements.Count(e => e.Kind == GlobElementKind.Character));

    /// <summary>Whether the whole name matches. The run of the last <c>*</c> grows by one and earlier ones never
    /// change, so that the work is at most pattern × name.</summary>
    internal bool Matches(ReadOnlySpan<char> name, ref long steps)
    {
        steps++;
        if (Literal is not null) return name.SequenceEqual(Literal);
        int element = 0, at = 0, run = -1, runEnd = 0;
        while (at < name.Length)
        {
            steps++;
            if (element < _elements.Length && _elements[element].Kind == GlobElementKind.AnyRun)
            {
                run = element++;
                runEnd = at;
            }
            else if (element < _elements.Length && _elements[element].Accepts(CodePoint(name, at, out var length)))
            {
                element++;
                at += length;
            }
            else if (run < 0)
            {
                return false;
            }
            else
            {
                CodePoint(name, runEnd, out var grown);
                runEnd += grown;
                at = runEnd;
                element = run + 1;
            }
        }

        while (element < _elements.Length && _elements[element].Kind == GlobElementKind.AnyRun) element++;
        return element == _elements.Length;
    }

    /// <summary>
    /// The character at <paramref name="at"/>; a byte that is not UTF-8 is one character (<see cref="OsText"/>).
    /// </summary>
    internal static int CodePoint(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            return text[at];
        length = 2;
        return char.ConvertToUtf32(text[at], text[at + 1]);
    }
}
