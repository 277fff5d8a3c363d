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

    private static readonly SearchValues<char> PlainOnWindows =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@+\\");

    /// <summary>What PowerShell expands between double quotes, or takes for one (about_Quoting_Rules).</summary>
    private static readonly SearchValues<char> Expanded = SearchValues.Create("$`“”„");

    /// <summary>
    /// A path of this host's shells. On a drive it is one of Windows, between double quotes, which both cmd and
    /// PowerShell take; where PowerShell would find more in them, in its single ones. No path ends with a backslash
    /// there but a drive's, which needs no quotes.
    /// </summary>
    public static string Quote(CanonicalPath path)
    {
        if (!WindowsPath.IsOnDrive(path)) return Quote(path.Value);
        var text = WindowsPath.ToWin32(path);
        if (!text.AsSpan().ContainsAnyExcept(PlainOnWindows)) return text;
        return text.AsSpan().ContainsAny(Expanded) ? $"'{Doubled(text)}'" : $"\"{text}\"";
    }

    /// <summary>
    /// The word as it is when a shell leaves it alone, else quoted; bytes that cannot be shown in bash's <c>$'…'</c>
    /// form.
    /// </summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain)) return word;
        if (!word.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            return "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        var text = new StringBuilder("$'");
        foreach (var b in OsText.Encode(word))
        {
            if (b is (byte)'\'' or (byte)'\\') text.Append('\\').Append((char)b);
            else if (b is >= 0x20 and < 0x7F) text.Append((char)b);
            else text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return text.Append('\'').ToString();
    }

    /// <summary>Typographic quotes end a string of PowerShell's too.</summary>
    private static string Doubled(string text) =>
        string.Concat(text.Select(c => c is '\'' or >= '‘' and <= '‛' ? $"{c}{c}" : $"{c}"));
}
