using System.Collections.Immutable;
using System.Text.Json;

namespace Pinfold.Core.Attacks;

/// <summary>
/// What an attempt says of itself. It is the attacker's word: only the effect, seen from the host, counts against an
/// escape.
/// </summary>
/// <param name="Tries">Calls with their errors (errno, or the last error of Win32), 0 for one that was allowed.</param>
/// <param name="Data">What it got.</param>
/// <param name="Failure">Why it could not even try; else null.</param>
public sealed record AttemptReport(ImmutableArray<(string Call, int Error)> Tries, string Data, string? Failure)
{
    /// <summary>Of an attempt that did nothing.</summary>
    public static AttemptReport Empty { get; } = new([], "", null);

    /// <summary>True when each call came through.</summary>
    public bool Succeeded => Failure is null && Tries.Length > 0 && Tries.All(t => t.Error == 0);

    /// <summary>The first call that was refused; its name is null when none was.</summary>
    public (string? Call, int Error) Refused => Tries.FirstOrDefault(t => t.Error != 0);

    /// <summary>
    /// The report in the last line of <paramref name="output"/> that looks like one; a damaged or missing one is a
    /// failure.
    /// </summary>
    public static AttemptReport Parse(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var line = output.Split('\n').LastOrDefault(l => l.StartsWith('{'));
        if (line is null)
            return new([], "", "the attempt ended without a report: " + output[..Math.Min(output.Length, 300)].Trim());
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var tries = root.GetProperty("tries").EnumerateArray().Select(t => (t[0].GetString()!, t[1].GetInt32()));
            return new([.. tries], root.GetProperty("data").GetString()!,
                root.TryGetProperty("failure", out var f) ? f.GetString() : null);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new([], "", "the attempt's report cannot be read: " + line[..Math.Min(line.Length, 200)].Trim());
        }
    }

    /// <summary>One line of JSON.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("tries");
            foreach (var (call, error) in Tries)
            {
                json.WriteStartArray();
                json.WriteStringValue(call);
                json.WriteNumberValue(error);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteString("data", Data);
            if (Failure is not null) json.WriteString("failure", Failure);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
