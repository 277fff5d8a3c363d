using System.Text;
using Pinfold.Core.Hashing;
using Pinfold.Core.Journal;

namespace Pinfold.Fuzz.Targets;

/// <summary>
/// Any bytes as a journal, as they are and with each line's hash made to fit: checked, read, and continued.
/// </summary>
internal static class JournalTarget
{
    internal static void Run(byte[] input)
    {
        Check(input);
        Check(WithHashes(input));
    }

    private static void Check(byte[] text)
    {
        var report = JournalCheck.Run(new MemoryStream(text));
        Claim.That(report.Faults.Length <= JournalCheck.MaxFaults, "the list of faults is bounded");
        foreach (var entry in JournalReader.Read(new MemoryStream(text))) entry.Record?.Data.ToJsonString();

        using var stream = new MemoryStream();
        stream.Write(text);
        try
        {
            using var writer = JournalWriter.Open(stream, TimeProvider.System);
            writer.Append("fuzz", []);
        }
        catch (JournalException e)
        {
            Claim.That(!report.IsIntact && e.Failure == JournalFailure.Damaged,
                "only a damaged journal is not continued");
            Claim.That(stream.ToArray().AsSpan().SequenceEqual(text), "a damaged journal is not touched");
            return;
        }

        var after = stream.ToArray();
        Claim.That(after.AsSpan().StartsWith(text), "nothing is taken back");
        Claim.That(JournalCheck.Run(new MemoryStream(after)).IsIntact, "what is continued is intact");
    }

    private static byte[] WithHashes(byte[] input)
    {
        var text = new List<byte>();
        foreach (var line in Encoding.Latin1.GetString(input).Split('\n'))
        {
            var prefix = Encoding.Latin1.GetBytes(line);
            text.AddRange(prefix);
            text.AddRange(Encoding.ASCII.GetBytes($",\"hash\":\"{Sha256.Hex(prefix)}\"}}\n"));
        }

        return [.. text];
    }
}
