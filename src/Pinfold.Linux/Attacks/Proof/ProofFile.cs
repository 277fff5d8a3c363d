using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;

namespace Pinfold.Linux.Attacks.Proof;

/// <summary>
/// <c>proof.json</c>: the newest proofs and a checksum over them. A file that is damaged counts as none. It lies in the
/// state folder, which is covered inside the fence.
/// </summary>
internal sealed class ProofFile(CanonicalPath state)
{
    private const int Kept = 16, Limit = 64 * 1024;
    private const string CheckName = ",\"check\":\"";
    private readonly string _path = state.Value + "/proof.json";

    internal bool Contains(string key) => Proofs() is { } proofs && proofs.Contains(key, StringComparison.Ordinal);

    /// <summary>
    /// Adds a proof; the oldest one makes room. Written whole, so that a kill leaves the old or the new file.
    /// </summary>
    internal void Add(string key, string program, ImmutableArray<AttackResult> results)
    {
        string[] old = Proofs() is { } text ? [.. Split(text)] : [];
        var proofs = string.Join(',', (string[])[Proof(key, program, results), .. old.Take(Kept - 1)]);
        var body = "{\"proofs\":[" + proofs + "]";
        Directory.CreateDirectory(state.Value);
        var temporary = $"{_path}.{Environment.ProcessId}";
        File.WriteAllText(temporary, body + CheckName + Checksum(body) + "\"}\n");
        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>The text of the array's elements; null when the file is missing, too long or damaged.</summary>
    private string? Proofs()
    {
        if (!File.Exists(_path)) return null;
        byte[] bytes;
        try
        {
            if (new FileInfo(_path).Length > Limit) return null;
            bytes = File.ReadAllBytes(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // proving again is the answer to every doubt
        }

        var text = Encoding.UTF8.GetString(bytes);
        var check = text.LastIndexOf(CheckName, StringComparison.Ordinal);
        const string start = "{\"proofs\":[";
        if (check < start.Length || !text.StartsWith(start, StringComparison.Ordinal)) return null;
        var body = text[..check];
        return text[check..] == CheckName + Checksum(body) + "\"}\n" ? body[start.Length..^1] : null;
    }

    private static IEnumerable<string> Split(string proofs)
    {
        using var document = JsonDocument.Parse("[" + proofs + "]");
        foreach (var proof in document.RootElement.EnumerateArray()) yield return proof.GetRawText();
    }

    private static string Proof(string key, string program, ImmutableArray<AttackResult> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteString("kernel", Host.Kernel.Release);
            json.WriteStartObject("programs");
            foreach (var path in TrustedPrograms.All(program))
                json.WriteString(Path.GetFileName(path), TrustedPrograms.Hash(path));
            json.WriteEndObject();
            json.WriteStartObject("attacks");
            foreach (var result in results)
                json.WriteString(result.Attack.Name, result.Outcome.ToString().ToLowerInvariant());
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>
    /// FNV-1a, 64 bits: against damage, not against forgers, who would have the user's rights already.
    /// </summary>
    private static string Checksum(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
