using System.Collections.Immutable;
using System.Text.Json;

namespace Pinfold.Linux.Attacks;

/// <summary>What an attempt says of itself. It is the attacker's word: only the effect, seen from the host, counts against an escape.</summary>
/// <param name="Tries">Calls with their results (or -errno).</param>
/// <param name="Data">What it read.</param>
/// <param name="Failure">Why it could not even try; else null.</param>
internal sealed record AttemptReport(ImmutableArray<(string Call, int Result)> Tries, string Data, string? Failure)
{
    /// <summary>True when each call came through.</summary>
    internal bool Succeeded => Failure is null && Tries.Length > 0 && Tries.All(t => t.Result >= 0);

    /// <summary>The report in <paramref name="output"/>; one that is damaged or missing is a failure.</summary>
    internal static AttemptReport Parse(string output)
    {
        if (string.IsNullOrWhiteSpace(output)) return new([], "", "the attempt ended without a word");
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            var tries = root.GetProperty("tries").EnumerateArray().Select(t => (t[0].GetString()!, (int)t[1].GetInt64()));
            return new([.. tries], root.GetProperty("data").GetString()!, root.TryGetProperty("failure", out var f) ? f.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new([], "", "the attempt's report cannot be read: " + output[..Math.Min(output.Length, 200)].Trim());
        }
    }
}
