using System.Globalization;

namespace Pinfold.Cli.Policies;

/// <summary>Durations as people write them: <c>90s</c>, <c>1.5h</c>, <c>250ms</c>; a bare number is seconds.</summary>
internal static class DurationText
{
    /// <summary>The longest that the launcher's clock is asked for.</summary>
    private const double MaxSeconds = 365 * 86_400.0;

    internal static bool TryParse(string text, out TimeSpan duration)
    {
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        double? unit = text.AsSpan(digits.Length) switch
        {
            "ms" => 0.001, "s" or "" => 1, "m" => 60, "h" => 3_600, "d" => 86_400, _ => null,
        };
        duration = default;
        if (unit is null || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        var seconds = number * unit.Value;
        if (seconds is < 0.001 or > MaxSeconds) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
