using System.Globalization;

namespace Pinfold.Core.Policy;

/// <summary>Sizes (<c>4GiB</c>) and durations (<c>1h30m</c>): whole numbers with units, nothing else.</summary>
public static class Quantity
{
    private static readonly (string Unit, long Bytes)[] Sizes =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("B", 1)];

    private static readonly (string Unit, long Seconds)[] Durations = [("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    /// <summary>Bytes from <c>512MiB</c>; units B, KiB, MiB, GiB, TiB.</summary>
    public static bool TryBytes(string? text, out long bytes)
    {
        bytes = 0;
        if (text is null) return false;
        foreach (var (unit, size) in Sizes)
            if (text.EndsWith(unit, StringComparison.Ordinal))
                return TryMultiply(text.AsSpan()[..^unit.Length], size, out bytes);
        return false;
    }

    /// <summary>
    /// A duration from <c>90s</c>, <c>30m</c>, <c>1h30m</c>, <c>2d</c>: each unit at most once, the larger first.
    /// </summary>
    public static bool TryDuration(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text)) return false;
        long total = 0, smallest = long.MaxValue;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0) return false;
            var unit = rest[digits];
            var found = Array.FindIndex(Durations, d => d.Unit[0] == unit);
            if (found < 0 || Durations[found].Seconds >= smallest) return false;
            smallest = Durations[found].Seconds;
            if (!TryMultiply(rest[..digits], smallest, out var part) || total + part > int.MaxValue) return false;
            total += part;
            rest = rest[(digits + 1)..];
        }

        duration = TimeSpan.FromSeconds(total);
        return true;
    }

    /// <summary>The shortest text that <see cref="TryBytes"/> reads back.</summary>
    public static string Bytes(long bytes)
    {
        foreach (var (unit, size) in Sizes.OrderByDescending(s => s.Bytes))
            if (bytes % size == 0) return (bytes / size).ToString(CultureInfo.InvariantCulture) + unit;
        return "0B";
    }

    /// <summary>The text that <see cref="TryDuration"/> reads back.</summary>
    public static string Duration(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var text = "";
        foreach (var (unit, size) in Durations.Reverse())
        {
            if (seconds / size > 0) text += (seconds / size).ToString(CultureInfo.InvariantCulture) + unit;
            seconds %= size;
        }

        return text.Length == 0 ? "0s" : text;
    }

    private static bool TryMultiply(ReadOnlySpan<char> digits, long unit, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && value <= long.MaxValue / unit && (value *= unit) >= 0;
}
