namespace Pinfold.Core.Policy;

/// <summary>"Did you mean": the nearest of the known words.</summary>
public static class Suggestion
{
    private const int Longest = 64;

    /// <summary>The candidate that <paramref name="word"/> may have been meant for; null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(candidates);
        if (word.Length is 0 or > Longest) return null;
        var nearest = candidates.Where(c => c.Length <= Longest).MinBy(c => Distance(word, c));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, word.Length / 3) ? nearest : null;
    }

    /// <summary>A remedy that names the nearest candidate, or all of them when none is near.</summary>
    internal static string For(string word, IReadOnlyCollection<string> candidates) =>
        Nearest(word, candidates) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"write one of: {string.Join(", ", candidates)}";

    /// <summary>
    /// Levenshtein's, with two neighbours that changed places counted as one (optimal string alignment), whatever the
    /// case of the letters.
    /// </summary>
    private static int Distance(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        Span<int> before = stackalloc int[b.Length + 1],
            row = stackalloc int[b.Length + 1], next = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(Math.Min(row[j], next[j - 1]) + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }

            row.CopyTo(before);
            next.CopyTo(row);
        }

        return row[b.Length];
    }
}
