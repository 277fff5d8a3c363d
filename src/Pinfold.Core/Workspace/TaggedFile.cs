using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// The form of small state files: a line with kind, version and checksum, then entries of a letter and a text, each
/// with a final NUL.
/// </summary>
public static class TaggedFile
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Format(string kind, IEnumerable<(char Tag, string Text)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var body = new List<byte>();
        foreach (var (tag, text) in entries)
        {
            body.Add((byte)tag);
            body.AddRange(OsText.Encode(text));
            body.Add(0);
        }

        var bytes = body.ToArray();
        return [.. Encoding.ASCII.GetBytes($"{kind} 1 {Crc32C.Of(bytes):x8}\n"), .. bytes];
    }

    /// <summary>The entries; null when the file is damaged or of another kind.</summary>
    public static ImmutableArray<(char Tag, string Text)>? Parse(string kind, ReadOnlySpan<byte> file)
    {
        var line = file.IndexOf((byte)'\n');
        if (line < 0) return null;
        var body = file[(line + 1)..];
        if (Encoding.ASCII.GetString(file[..line])
            != string.Create(CultureInfo.InvariantCulture, $"{kind} 1 {Crc32C.Of(body):x8}"))
            return null;
        var entries = ImmutableArray.CreateBuilder<(char, string)>();
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)0);
            if (end < 1) return null;
            entries.Add(((char)body[0], OsText.Decode(body[1..end])));
            body = body[(end + 1)..];
        }

        return entries.DrainToImmutable();
    }
}
