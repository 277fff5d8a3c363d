using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pinfold.Core.Hashing;

namespace Pinfold.Core.Ledger;

/// <summary>
/// One record as a line: eight hexadecimal digits (CRC-32C of the rest), a space, a JSON object, a newline.
/// </summary>
internal static class LedgerLine
{
    private const int CheckChars = 8;

    internal static byte[] Write(int number, LedgerState state, LedgerChange? change, ImmutableArray<LedgerLack> lacks)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteNumber("n"u8, number);
            json.WriteString("state"u8, state.ToString());
            if (change is not null) WriteChange(json, change);
            if (!lacks.IsEmpty) WriteLacks(json, lacks);
            json.WriteEndObject();
        }

        var check = Crc32C.Of(body.WrittenSpan).ToString("x8", CultureInfo.InvariantCulture);
        return [.. Encoding.ASCII.GetBytes(check), (byte)' ', .. body.WrittenSpan, (byte)'\n'];
    }

    /// <summary>
    /// The record in <paramref name="line"/>, which has no newline; null with the reason when it is none.
    /// </summary>
    internal static (int Number, LedgerState State, LedgerChange? Change,
        ImmutableArray<LedgerLack> Lacks)? Read(ReadOnlySpan<byte> line, out string reason)
    {
        reason = "its checksum is wrong";
        if (line.Length < CheckChars + 2 || line[CheckChars] != ' ') return null;
        if (!uint.TryParse(line[..CheckChars], NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture, out var check))
            return null;
        var body = line[(CheckChars + 1)..];
        if (Crc32C.Of(body) != check) return null;
        reason = "it is no record";
        try
        {
            if (JsonNode.Parse(body) is not JsonObject json
                || json["n"] is not JsonValue n || !n.TryGetValue(out int number))
                return null;
            if (!Enum.TryParse<LedgerState>(Text(json, "state"), out var state)) return null;
            if (json["kind"] is null) return (number, state, null, Lacks(json));
            return LedgerChange.Read(Text(json, "kind"), Text(json, "path"), Text(json, "id"),
                name => Text(json, name)) is { } change
                ? (number, state, change, [])
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            reason = $"it is no record: {e.Message}";
            return null;
        }
    }

    /// <summary>
    /// False where a line that is no record still shows that it announced no change, or one that setup makes.
    /// </summary>
    internal static bool MayTellOfUsersFolder(ReadOnlySpan<byte> line)
    {
        const string Kind = "\"kind\":\"";
        var text = Encoding.Latin1.GetString(line);
        var at = text.IndexOf(Kind, StringComparison.Ordinal);
        if (at < 0)
            return text.Contains("\"path\"", StringComparison.Ordinal)
                || !text.Contains("\"state\"", StringComparison.Ordinal);
        return LedgerChange.Read(text[(at + Kind.Length)..].Split('"')[0], "", "", static _ => "") is null
            or LedgerChange.GrantAccess;
    }

    private static void WriteChange(Utf8JsonWriter json, LedgerChange change)
    {
        json.WriteString("kind"u8, change.GetType().Name);
        json.WriteString("path"u8, change.Path);
        json.WriteString("id"u8, change.Identity);
        foreach (var (name, value) in change.Fields) json.WriteString(name, value);
    }

    private static void WriteLacks(Utf8JsonWriter json, ImmutableArray<LedgerLack> lacks)
    {
        json.WriteStartArray("lacks"u8);
        foreach (var lack in lacks)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, lack.Path);
            json.WriteString("reason"u8, lack.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ImmutableArray<LedgerLack> Lacks(JsonObject json) =>
        json["lacks"] is JsonArray lacks
            ? [.. lacks.Select(l => new LedgerLack(Text(l!.AsObject(), "path"), Text(l.AsObject(), "reason")))]
            : [];

    private static string Text(JsonObject json, string name) =>
        json[name]?.GetValue<string>() ?? throw new InvalidOperationException($"'{name}' is missing");
}
