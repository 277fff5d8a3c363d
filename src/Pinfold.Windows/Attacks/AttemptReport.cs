using System.Collections.Immutable;
using System.Text.Json;

namespace Pinfold.Windows.Attacks;

/// <summary>What an attempt says of itself. It is the attacker's word: only the effect, seen from the host, counts against an escape.</summary>
/// <param name="Tries">Calls with their Win32 errors, 0 for one that was allowed.</param>
/// <param name="Data">What it got.</param>
/// <param name="Failure">Why it could not even try; else null.</param>
internal sealed record AttemptReport(ImmutableArray<(string Call, int Error)> Tries, string Data, string? Failure)
{
    /// <summary>True when each call came through.</summary>
    internal bool Succeeded => Failure is null && Tries.Length > 0 && Tries.All(t => t.Error == 0);

    /// <summary>The report in <paramref name="output"/>; one that is damaged or missing is a failure.</summary>
    internal static AttemptReport Parse(string output)
    {
        var line = output.Split('\n').LastOrDefault(l => l.StartsWith('{'));
        if (line is null) return new([], "", "the attempt ended without a report: " + output[..Math.Min(output.Length, 300)].Trim());
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var tries = root.GetProperty("tries").EnumerateArray().Select(t => (t[0].GetString()!, t[1].GetInt32()));
            return new([.. tries], root.GetProperty("data").GetString()!, root.TryGetProperty("failure", out var f) ? f.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new([], "", "the attempt's report cannot be read: " + line[..Math.Min(line.Length, 200)].Trim());
        }
    }
}
