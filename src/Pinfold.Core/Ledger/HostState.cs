using System.Globalization;
using System.Text;

namespace Pinfold.Core.Ledger;

/// <summary>
/// What setup could change of a host, as lines "what TAB value": taken before the first change and compared after the
/// last undo.
/// </summary>
/// <param name="Lines">Sorted by what.</param>
public sealed record HostState(SortedDictionary<string, string> Lines)
{
    /// <summary>The value of what a command left that died: it may go at any time.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>The value of what is not there.</summary>
    public const string Absent = "absent";

    /// <summary>Reads the form of <see cref="ToString"/>.</summary>
    public static HostState Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.IndexOf('\t', StringComparison.Ordinal) is > 0 and var tab) lines[line[..tab]] = line[(tab + 1)..];
        return new(lines);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (what, value) in Lines) text.Append(CultureInfo.InvariantCulture, $"{what}\t{value}\n");
        return text.ToString();
    }

    /// <summary>What differs from <paramref name="before"/>, one sentence each.</summary>
    public IEnumerable<string> Differences(HostState before)
    {
        ArgumentNullException.ThrowIfNull(before);
        foreach (var what in Lines.Keys.Union(before.Lines.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, now) = (before.Lines.GetValueOrDefault(what, Absent), Lines.GetValueOrDefault(what, Absent));
            if (was != now && !(now == Absent && was == Abandoned)) yield return $"{what}: was {was}, is {now}";
        }
    }
}
