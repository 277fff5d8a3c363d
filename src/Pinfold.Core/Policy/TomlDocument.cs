using System.Text;
using System.Text.Unicode;
using Pinfold.Core.Paths;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Pinfold.Core.Policy;

/// <summary>Bytes → TOML's syntax tree, with every fault of form reported.</summary>
internal static class TomlDocument
{
    internal const int MaxBytes = 1 << 20;

    /// <summary>The deepest nesting of arrays and inline tables that Tomlyn follows by default.</summary>
    internal const int MaxDepth = 64;

    /// <summary>The tree, and the offset after which it is not to be trusted; null when there is none.</summary>
    internal static (DocumentSyntax Tree, int Trusted)? Parse(PolicySource source, DiagnosticBag faults)
    {
        var bytes = source.Text.Span;
        var start = new Origin(source.Layer, source.Name, 1, 1);
        if (bytes.Length > MaxBytes)
        {
            faults.Add(DiagnosticCode.TooLarge, start, $"the file has {bytes.Length} bytes, more than {MaxBytes}",
                "shorten it: a pattern can stand for many paths");
            return null;
        }

        if (!Utf8.IsValid(bytes))
        {
            faults.Add(DiagnosticCode.NotUtf8, FirstInvalid(bytes, start), "the file is not UTF-8", "save it as UTF-8");
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        DocumentSyntax tree;
        try
        {
            tree = SyntaxParser.Parse(text, source.Name, validate: true);
        }
        catch (TomlException)
        {
            faults.Add(DiagnosticCode.TooDeep, TooDeep(text, start),
                $"arrays or tables are nested more than {MaxDepth} deep",
                "a policy needs no more than three");
            return null;
        }
        catch (ArgumentException) // Tomlyn 2.10.2 on a backslash as the last character of an open string
        {
            faults.Add(DiagnosticCode.Syntax, EndOf(text, start), "a string is not closed",
                "close it with the quote that opened it");
            return null;
        }

        return Checked(tree, source, faults);
    }

    internal static Origin OriginOf(PolicySource source, SyntaxNode node) =>
        new(source.Layer, source.Name, node.Span.Start.Line + 1, node.Span.Start.Column + 1);

    private static (DocumentSyntax Tree, int Trusted) Checked(DocumentSyntax tree, PolicySource source,
        DiagnosticBag faults)
    {
        var trusted = int.MaxValue;
        Said<string>? first = null;
        foreach (var fault in tree.Diagnostics)
        {
            var origin = new Origin(source.Layer, source.Name, fault.Span.Start.Line + 1, fault.Span.Start.Column + 1);
            // A key said twice leaves the tree sound; after any other fault the rest is guesswork.
            if (fault.Message.Contains("already defined", StringComparison.Ordinal))
            {
                faults.Add(DiagnosticCode.Syntax, origin, "the key or table was already defined above", "say it once");
                continue;
            }

            // what the parser says after its first fault follows from that one
            if (fault.Span.Offset >= trusted) continue;
            (trusted, first) = (fault.Span.Offset, new(fault.Message, origin));
        }

        if (first is not null)
        {
            var (message, remedy) = TomlWords.Of(first.Value);
            faults.Add(DiagnosticCode.Syntax, first.Origin, message, remedy);
        }

        return (tree, trusted);
    }

    private static Origin FirstInvalid(ReadOnlySpan<byte> bytes, Origin start)
    {
        int line = 1, column = 1;
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == System.Buffers.OperationStatus.Done)
        {
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            bytes = bytes[used..];
        }

        return start with { Line = line, Column = column };
    }

    private static Origin EndOf(string text, Origin start) =>
        start with { Line = text.AsSpan().Count('\n') + 1, Column = text.Length - text.LastIndexOf('\n') };

    /// <summary>Where the nesting passes the limit; strings are skipped, as they may hold brackets.</summary>
    private static Origin TooDeep(string text, Origin start)
    {
        int line = 1, column = 1, depth = 0;
        var quote = '\0';
        for (var i = 0; i < text.Length && depth <= MaxDepth; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == '\\' && quote == '"') i++;
                else if (c == quote || c == '\n') quote = '\0';
            }
            else if (c is '"' or '\'') quote = c;
            else if (c is '[' or '{') depth++;
            else if (c is ']' or '}') depth--;
            (line, column) = c == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return start with { Line = line, Column = Math.Max(1, column - 1) };
    }
}
