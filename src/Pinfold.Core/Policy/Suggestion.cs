namespace Pinfold.Core.Policy;

/// <summary>"Did you mean": the nearest of the known words.</summary>
internal static class Suggestion
{
    /// <summary>A remedy that names the nearest candidate, or all of them when none is near.</summary>
    internal static string For(string word, IReadOnlyCollection<string> candidates)
    {
        if (word.Length <= 64)
        {
            var nearest = candidates.MinBy(c => Distance(word, c));
            if (nearest is not null && Distance(word, nearest) <= Math.Max(1, word.Length / 3)) return $"did you mean '{nearest}'?";
        }

        return $"write one of: {string.Join(", ", candidates)}";
    }

    /// <summary>Levenshtein's, in one row.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
