using System.Text;

namespace Pinfold.Core.Paths;

/// <summary>
/// Lossless text for the byte strings of Linux: a byte that is not UTF-8 becomes U+DC80..U+DCFF and back.
/// </summary>
/// <remarks>The same mapping as Python's "surrogateescape" (PEP 383), so file names and arguments survive a round
/// trip.</remarks>
public static class OsText
{
    private const int EscapeBase = 0xDC00;

    /// <summary>Text for <paramref name="bytes"/>; never fails.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
                bytes = bytes[used..];
            }
            else
            {
                text.Append((char)(EscapeBase + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    /// <summary>The bytes that <see cref="Decode"/> made <paramref name="text"/> from.</summary>
    public static byte[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!HasEscapes(text)) return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (IsEscape(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1])))
            {
                bytes.Add((byte)(text[i] - EscapeBase));
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used);
            bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            i += used - 1;
        }

        return [.. bytes];
    }

    /// <summary>
    /// Safe to print: control characters and undecodable bytes are shown as <c>\xNN</c>, what breaks or reorders a line
    /// (UAX #9) as <c>\uNNNN</c>.
    /// </summary>
    public static string Display(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (IsEscape(c)) shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{c - EscapeBase:x2}");
            else if (char.IsControl(c))
                shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else if (Reorders(c)) shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else shown.Append(c);
        }

        return shown.ToString();
    }

    private static bool HasEscapes(string text) => text.AsSpan().ContainsAnyInRange('\uDC80', '\uDCFF');

    private static bool Reorders(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool IsEscape(char c) => c is >= '\uDC80' and <= '\uDCFF';
}
