using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>What a fault of the TOML parser means to a person who has never seen a grammar.</summary>
internal static class TomlWords
{
    /// <summary>Parts of the messages of Tomlyn 2.10.2, most telling first.</summary>
    private static readonly (string Part, string Message, string Remedy)[] Known =
    [
        ("closing `]` for an array", "a list above is not closed", "close it with ']'"),
        ("expecting `]`", "the name of a table is not closed", "write it as [name]"),
        ("Missing a `,`", "a ',' is missing between two entries of a list", "write [\"one\", \"two\"]"),
        ("inline table", "a table in braces is not closed, or has no key here", "write { key = \"value\" }"),
        ("Expecting `=` after a key", "a '=' is missing after the key", "write key = \"value\""),
        ("Unexpected token [=]", "there is no key before '='", "write key = \"value\""),
        ("newline in a string", "a string is not closed on its line", "close it with the quote that opened it"),
        ("End-Of-File found on string", "a string is not closed", "close it with the quote that opened it"),
        ("escape character", "a string has an unknown escape",
            "write '\\\\' for the character '\\', or use single quotes"),
        ("expecting a value", "the value is missing",
            "write a string in quotes, a number, or a list in square brackets"),
        ("for a value", "this is no value", "write a string in quotes, a number, or a list in square brackets"),
        ("expecting token `newline`", "something follows the value on its line",
            "begin a new line, and write text in quotes"),
        ("Unable to parse integer", "the number is too large", "write a smaller one"),
        ("leading zero", "the number begins with 0", "leave the zero out"),
    ];

    internal static (string Message, string Remedy) Of(string fault)
    {
        foreach (var (part, message, remedy) in Known)
            if (fault.Contains(part, StringComparison.Ordinal)) return (message, remedy);
        return (OsText.Display(fault.TrimEnd('.')), "see https://toml.io for the syntax");
    }
}
