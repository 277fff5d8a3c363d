using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pinfold.Core.Paths;

/// <summary>Text → components, in one pass.</summary>
internal sealed class GlobParser
{
    /// <summary>The characters with a meaning of their own.</summary>
    internal static readonly SearchValues<char> Special = SearchValues.Create("*?[]{}\\");

    private readonly string _text;
    private int _at;
    private GlobError? _error;

    private GlobParser(string text) => _text = text;

    internal static bool TryParse(
        string text, ImmutableArray<GlobName>.Builder names,
        StringBuilder pattern, [NotNullWhen(false)] out GlobError? error)
    {
        var parser = new GlobParser(text);
        error = parser.CheckText();
        while (error is null && parser._at < text.Length)
        {
            while (parser._at < text.Length && text[parser._at] == '/') parser._at++;
            var start = parser._at;
            var name = parser.Name();
            error = parser._error;
            if (error is not null || name is null) continue;
            if (name == GlobName.AnyDepth && names.Count > 0 && names[^1] == name) continue;
            names.Add(name);
            pattern.Append('/').Append(text, start, parser._at - start);
        }

        return error is null;
    }

    private GlobError? CheckText()
    {
        if (_text.Length == 0) return new(0, "the pattern is empty", "write an absolute path or pattern");
        if (_text.Length > Glob.MaxLength)
            return new(Glob.MaxLength, $"the pattern is longer than {Glob.MaxLength} characters",
                "shorten it");
        var nul = _text.IndexOf('\0', StringComparison.Ordinal);
        return nul < 0 ? null : new(nul, "the pattern contains a NUL character", "remove it: no file name has one");
    }

    /// <summary>One component, or null where it is empty or a dot; stops before the slash that ends it.</summary>
    private GlobName? Name()
    {
        var start = _at;
        var stars = -1;
        var elements = ImmutableArray.CreateBuilder<GlobElement>();
        while (_at < _text.Length && _text[_at] != '/' && _error is null)
        {
            var at = _at;
            elements.Add(Element());
            if (elements is [.., { Kind: GlobElementKind.AnyRun }, { Kind: GlobElementKind.AnyRun }] && stars < 0)
                stars = at - 1;
        }

        var raw = _text.AsSpan(start, _at - start);
        if (_error is not null || raw is "" or ".") return null;
        if (raw is "..") return Fail(start, "the pattern contains '..'", "write the path without '..'");
        if (raw is "**") return GlobName.AnyDepth;
        if (stars >= 0) return Fail(stars, "'**' stands next to other characters",
            "write '**' between slashes, or one '*' inside a name");
        if (elements.Any(e => e.Kind != GlobElementKind.Character)) return new(elements.DrainToImmutable());
        var literal = new StringBuilder();
        foreach (var element in elements) Append(literal, element.Character);
        return literal.ToString() is not ("." or "..") and var name
            ? new(name)
            : Fail(start, "the pattern contains an escaped '.' or '..'", "write the path without them");
    }

    private GlobElement Element()
    {
        var start = _at;
        switch (_text[_at])
        {
            case '*':
                _at++;
                return new(GlobElementKind.AnyRun);
            case '?':
                _at++;
                return new(GlobElementKind.AnyCharacter);
            case '[':
                return Class();
            case ']':
                Fail(start, "']' without '['", "write '\\]' for the character itself");
                return default;
            case '{' or '}':
                Fail(start, "braces are not part of the dialect",
                    "write one pattern for each alternative, or '\\{' for the character itself");
                return default;
            default:
                return new(GlobElementKind.Character, Character());
        }
    }

    private GlobElement Class()
    {
        var start = _at++;
        var negated = _at < _text.Length && _text[_at] == '!';
        if (negated) _at++;
        if (_at < _text.Length && _text[_at] == '^') Fail(_at, "'^' does not negate here",
            "write '[!' to negate, '\\^' for the character itself");
        var ranges = new List<int>();
        while (_error is null)
        {
            if (_at >= _text.Length || _text[_at] == '/')
            {
                Fail(start, "'[' is not closed", "close the class with ']', or write '\\[' for the character itself");
            }
            else if (_text[_at] == ']')
            {
                _at++;
                if (ranges.Count == 0)
                    Fail(start, "the class is empty", "name a character, or write '\\]' for ']' inside a class");
                return new(negated ? GlobElementKind.NegatedClass : GlobElementKind.Class, 0, [.. ranges]);
            }
            else
            {
                AddRange(ranges);
            }
        }

        return default;
    }

    private void AddRange(List<int> ranges)
    {
        var start = _at;
        var first = Character();
        var last = first;
        if (_error is null && _at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] is not (']' or '/'))
        {
            _at++;
            last = Character();
        }

        if (_error is null && last < first)
            Fail(start, "the range runs backwards", "write the smaller character first");
        ranges.Add(first);
        ranges.Add(last);
    }

    private int Character()
    {
        if (_text[_at] == '\\')
        {
            _at++;
            if (_at == _text.Length || _text[_at] == '/')
            {
                Fail(_at - 1, "'\\' has no character after it", "write '\\\\' for the character itself");
                return 0;
            }
        }

        var character = GlobName.CodePoint(_text, _at, out var length);
        _at += length;
        return character;
    }

    private static void Append(StringBuilder text, int character)
    {
        if (character > char.MaxValue) text.Append(char.ConvertFromUtf32(character));
        else text.Append((char)character);
    }

    private GlobName? Fail(int position, string message, string remedy)
    {
        _error ??= new(position, message, remedy);
        return null;
    }
}
