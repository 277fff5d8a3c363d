using System.Text;

namespace Pinfold.Core.Tests.Paths;

/// <summary>
/// docs/globs.md word for word, by recursion: slow, and plainly right. Shares no code with the matcher.
/// </summary>
internal static class NaiveMatcher
{
    public static bool Matches(string pattern, string path) => Names(Split(pattern), Split(path));

    public static bool Covers(string pattern, string path) =>
        Matches(pattern, path) || (path != "/" && Covers(pattern, path[..Math.Max(1, path.LastIndexOf('/'))]));

    private static string[] Split(string text) => text.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static bool Names(string[] patterns, string[] names)
    {
        if (patterns.Length == 0) return names.Length == 0;
        if (patterns[0] == "**")
            return Names(patterns[1..], names) || (names.Length > 0 && Names(patterns, names[1..]));
        return names.Length > 0 && Characters(Runes(patterns[0]), Runes(names[0])) && Names(patterns[1..], names[1..]);
    }

    private static bool Characters(int[] pattern, int[] name)
    {
        if (pattern.Length == 0) return name.Length == 0;
        if (pattern[0] == '*')
            return Characters(pattern[1..], name) || (name.Length > 0 && Characters(pattern, name[1..]));
        if (name.Length == 0) return false;
        if (pattern[0] == '?') return Characters(pattern[1..], name[1..]);
        if (pattern[0] == '\\') return pattern[1] == name[0] && Characters(pattern[2..], name[1..]);
        if (pattern[0] != '[') return pattern[0] == name[0] && Characters(pattern[1..], name[1..]);
        var negated = pattern[1] == '!';
        var at = negated ? 2 : 1;
        var inside = false;
        while (pattern[at] != ']')
        {
            if (pattern[at] == '\\') at++;
            int first = pattern[at++], last = first;
            if (pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                if (pattern[at] == '\\') at++;
                last = pattern[at++];
            }

            inside |= first <= name[0] && name[0] <= last;
        }

        return inside != negated && Characters(pattern[(at + 1)..], name[1..]);
    }

    private static int[] Runes(string text)
    {
        var runes = new List<int>();
        for (var i = 0; i < text.Length; i++)
            runes.Add(Rune.TryGetRuneAt(text, i, out var rune) && rune.Utf16SequenceLength == 2
                ? rune.Value + (0 * i++)
                : text[i]);
        return [.. runes];
    }
}
