using System.Buffers;
using System.Globalization;
using System.Text;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Decisions;

/// <summary>Words that a person can paste into a shell.</summary>
public static class ShellText
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,");

    /// <summary>The word as it is when a shell leaves it alone, else quoted; bytes that cannot be shown in bash's <c>$'…'</c> form.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain)) return word;
        if (!word.Any(c => char.IsControl(c) || char.IsSurrogate(c))) return "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        var text = new StringBuilder("$'");
        foreach (var b in OsText.Encode(word))
        {
            if (b is (byte)'\'' or (byte)'\\') text.Append('\\').Append((char)b);
            else if (b is >= 0x20 and < 0x7F) text.Append((char)b);
            else text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return text.Append('\'').ToString();
    }
}
