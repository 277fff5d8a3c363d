using System.Text;
using Tomlyn.Syntax;

namespace Pinfold.Core.Policy;

/// <summary>Typed values out of a syntax tree; each fault is reported where it stands.</summary>
internal sealed class ValueReader(PolicySource source, DiagnosticBag faults)
{
    /// <summary>The most entries of one list: more is a mistake, and every entry costs time at each start.</summary>
    internal const int MaxEntries = 1024;

    internal Origin OriginOf(SyntaxNode node) => TomlDocument.OriginOf(source, node);

    /// <summary>
    /// The dotted parts of a key; a part with a dot of its own is quoted, so that it equals no known key.
    /// </summary>
    internal static string NameOf(KeySyntax key)
    {
        var name = new StringBuilder(Part(key.Key));
        foreach (var item in key.DotKeys) name.Append('.').Append(Part(item.Key));
        return name.ToString();
    }

    internal Said<string>? String(string key, ValueSyntax value)
    {
        if (value is not StringValueSyntax { Value: { } text }) return Wrong<string>(key, value, "a string in quotes");
        var control = text.AsSpan().IndexOfAnyInRange('\0', '\x1f');
        if (control < 0) control = text.IndexOf('\x7f', StringComparison.Ordinal);
        if (control < 0) return new(text, OriginOf(value));
        faults.Add(DiagnosticCode.ControlCharacter, OriginOf(value),
            $"{key} contains the control character \\x{(int)text[control]:x2}",
            "remove it");
        return null;
    }

    internal Said<long>? Integer(string key, ValueSyntax value, long least, long most)
    {
        if (value is not IntegerValueSyntax number) return Wrong<long>(key, value, "a whole number without quotes");
        if (number.Value >= least && number.Value <= most) return new(number.Value, OriginOf(value));
        faults.Add(DiagnosticCode.OutOfRange, OriginOf(value), $"{key} = {number.Value} is out of range",
            $"write a number from {least} to {most}");
        return null;
    }

    internal Said<T>? Word<T>(string key, ValueSyntax value, string[] words)
        where T : struct, Enum
    {
        if (String(key, value) is not { } text) return null;
        if (PolicyWords.Try(words, text.Value, out T word)) return new(word, text.Origin);
        faults.Add(DiagnosticCode.UnknownWord, text.Origin, $"{DiagnosticBag.Quote(text.Value)} is no value of {key}",
            Suggestion.For(text.Value, words));
        return null;
    }

    internal List<ValueSyntax> Items(string key, ValueSyntax value)
    {
        if (value is not ArraySyntax array)
        {
            Wrong<string>(key, value, "a list in square brackets");
            return [];
        }

        if (array.Items.ChildrenCount > MaxEntries)
        {
            faults.Add(DiagnosticCode.TooManyEntries, OriginOf(value),
                $"{key} has {array.Items.ChildrenCount} entries, more than {MaxEntries}",
                "shorten the list: a pattern can stand for many paths");
            return [];
        }

        var items = new List<ValueSyntax>();
        foreach (var item in array.Items)
            if (item.Value is { } entry) items.Add(entry);
        return items;
    }

    internal IEnumerable<Said<string>> Strings(string key, ValueSyntax value)
    {
        foreach (var item in Items(key, value))
            if (String(key, item) is { } text) yield return text;
    }

    internal Said<T>? Wrong<T>(string key, ValueSyntax value, string wanted)
    {
        faults.Add(DiagnosticCode.WrongType, OriginOf(value), $"{key} is {Kind(value)}", $"write {wanted}");
        return null;
    }

    private static string Kind(ValueSyntax value) => value switch
    {
        StringValueSyntax => "a string",
        IntegerValueSyntax => "a number",
        FloatValueSyntax => "a fraction",
        BooleanValueSyntax => "true or false",
        DateTimeValueSyntax => "a date or time",
        ArraySyntax => "a list",
        _ => "a table",
    };

    private static string Part(BareKeyOrStringValueSyntax? part)
    {
        var text =
            part switch { BareKeySyntax bare => bare.Key?.Text, StringValueSyntax quoted => quoted.Value, _ => null }
                ?? "";
        return text.Contains('.', StringComparison.Ordinal) || text.Length == 0 ? $"\"{text}\"" : text;
    }
}
