using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pinfold.Core.Hashing;

namespace Pinfold.Core.Journal;

/// <summary>
/// A record as text and back: <c>{"seq":…,"time":…,"kind":…,"data":{…},"prev":"…","hash":"…"}</c> and a newline.
/// </summary>
internal static class JournalLine
{
    internal const int MaxDepth = 32;
    private const int HashChars = 64;
    private static readonly int SuffixBytes = Open.Length + HashChars + Close.Length;
    private static readonly JsonDocumentOptions Strict = new()
        { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static ReadOnlySpan<byte> Open => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> Close => "\"}"u8;

    /// <summary>Writes the line to <paramref name="buffer"/>; returns its hash.</summary>
    internal static string Write(ArrayBufferWriter<byte> buffer, long sequence, DateTimeOffset time, string kind,
        JsonObject data, string previous)
    {
        using var writer = new Utf8JsonWriter(buffer, new() { MaxDepth = MaxDepth, Encoder = AsciiEncoder.Instance });
        writer.WriteStartObject();
        writer.WriteNumber("seq"u8, sequence);
        writer.WriteString("time"u8, time.UtcDateTime);
        writer.WriteString("kind"u8, kind);
        writer.WritePropertyName("data"u8);
        data.WriteTo(writer);
        writer.WriteString("prev"u8, previous);
        writer.Flush();
        var hash = Sha256.Hex(buffer.WrittenSpan);
        buffer.Write(Open);
        Encoding.ASCII.GetBytes(hash, buffer.GetSpan(HashChars));
        buffer.Advance(HashChars);
        buffer.Write(Close);
        buffer.Write("\n"u8);
        return hash;
    }

    /// <summary>True when <paramref name="line"/> ends as a record does, whatever it says.</summary>
    internal static bool LooksComplete(ReadOnlySpan<byte> line) => IsComplete(WithoutNewline(line));

    private static bool IsComplete(ReadOnlySpan<byte> line) =>
        line.Length > SuffixBytes && line.EndsWith(Close) && line[^SuffixBytes..].StartsWith(Open);

    /// <summary>
    /// The record, or null when the line is none or its hash does not fit. Only the newline may be missing: nothing is
    /// lost with it.
    /// </summary>
    internal static JournalRecord? Read(ReadOnlySpan<byte> line)
    {
        line = WithoutNewline(line);
        if (!IsComplete(line)) return null;
        var hash = Encoding.ASCII.GetString(line.Slice(line.Length - SuffixBytes + Open.Length, HashChars));
        if (hash != Sha256.Hex(line[..^SuffixBytes])) return null;
        try
        {
            // The hash shows only that the line was not damaged: whoever made it may be hostile.
            ReadTexts(line);
            return JsonNode.Parse(line, documentOptions: Strict) is JsonObject { Count: 6 } json
                && json["seq"] is JsonValue seq && seq.TryGetValue(out long sequence)
                && json["time"] is JsonValue time && time.TryGetValue(out DateTimeOffset when)
                && json["kind"] is JsonValue kind && kind.TryGetValue(out string? kindText)
                && json["prev"] is JsonValue prev && prev.TryGetValue(out string? previous)
                && json["data"] is JsonObject data
                && json.ContainsKey("hash")
                ? new(sequence, when, kindText, (JsonObject)data.DeepClone(), previous, hash)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException) // an escape that is no text (\ud800 alone) shows only when it is read
        {
            return null;
        }
    }

    /// <summary>Reads what would be read later, so that what fails fails here.</summary>
    private static void ReadTexts(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
    }

    private static ReadOnlySpan<byte> WithoutNewline(ReadOnlySpan<byte> line) =>
        line is [.., (byte)'\n'] ? line[..^1] : line;
}
