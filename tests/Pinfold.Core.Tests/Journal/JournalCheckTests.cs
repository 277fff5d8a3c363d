using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Pinfold.Core.Journal;
using Xunit;

namespace Pinfold.Core.Tests.Journal;

public sealed class JournalCheckTests
{
    [Fact]
    public void A_journal_as_written_is_intact()
    {
        var report = Journals.Check(Journals.Make(5));
        Assert.True(report.IsIntact);
        Assert.Equal((5, 5), (report.Records, report.Sequence));
        Assert.Empty(report.Tears);
    }

    [Fact]
    public void An_empty_journal_is_intact() =>
        Assert.Equal((0, JournalRecord.NoHash), (Journals.Check([]).Records, Journals.Check([]).Head));

    [Fact]
    public void Every_single_flipped_bit_is_found()
    {
        var journal = Journals.Make(3);
        for (var at = 0; at < journal.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var flipped = (byte[])journal.Clone();
                flipped[at] ^= (byte)(1 << bit);
                Assert.False(Journals.Check(flipped).IsIntact, $"byte {at}, bit {bit}");
            }
        }
    }

    [Fact]
    public void An_altered_line_is_named_and_the_others_are_not()
    {
        var lines = Journals.Lines(Journals.Make(4));
        lines[1] = lines[1].Replace("make", "fake", StringComparison.Ordinal);
        Assert.Equal([new(2, JournalFaultKind.Altered, "line 2 is not what was written")],
            Journals.Check(Journals.Text(lines)).Faults);
    }

    [Fact]
    public void A_removed_line_is_named()
    {
        var lines = Journals.Lines(Journals.Make(5));
        var fault = Assert.Single(Journals.Check(Journals.Text([lines[0], lines[3], lines[4]])).Faults);
        Assert.Equal(new(2, JournalFaultKind.Missing, "records 2 to 3 are missing before line 2"), fault);
        Assert.Equal(JournalFaultKind.Missing, Assert.Single(Journals.Check(Journals.Text(lines[1..])).Faults).Kind);
    }

    [Fact]
    public void Exchanged_and_repeated_lines_are_named()
    {
        var lines = Journals.Lines(Journals.Make(4));
        var exchanged = Journals.Check(Journals.Text([lines[0], lines[2], lines[1], lines[3]])).Faults;
        Assert.Contains(
            new(3, JournalFaultKind.Reordered, "line 3 holds record 2, which has its place before record 3"),
            exchanged);
        var repeated = Journals.Check(Journals.Text([lines[0], lines[1], lines[1], lines[2]])).Faults;
        Assert.Equal([(3L, JournalFaultKind.Reordered)], repeated.Select(f => (f.Line, f.Kind)));
    }

    [Fact]
    public void A_record_of_another_journal_does_not_fit()
    {
        using var other = new MemoryStream();
        using (var writer = JournalWriter.Open(other, Journals.Clock))
        {
            for (var i = 0; i < 3; i++) writer.Append("other", []);
            var lines = Journals.Lines(Journals.Make(3));
            lines[1] = Journals.Lines(other.ToArray())[1];
            Assert.Equal([(2L, JournalFaultKind.Altered), (3L, JournalFaultKind.Altered)],
                Journals.Check(Journals.Text(lines)).Faults.Select(f => (f.Line, f.Kind)));
        }
    }

    [Fact]
    public void A_cut_at_every_byte_is_a_torn_end_or_a_shorter_journal()
    {
        var journal = Journals.Make(3);
        for (var length = 0; length < journal.Length; length++)
        {
            var report = Journals.Check(journal[..length]);
            var (kept, torn) = Journals.Cut(journal, length);
            Assert.Equal(kept, report.Records);
            Assert.Equal(torn ? [JournalFaultKind.Torn] : [], report.Faults.Select(f => f.Kind));
        }
    }

    [Fact]
    public void Any_bytes_can_be_checked_and_the_list_of_faults_is_bounded() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, 3]).Sample((noise, records) =>
        {
            byte[] text =
                [.. Journals.Make(records), .. noise, (byte)'\n', .. Encoding.UTF8.GetBytes(new string('\n', 300))];
            Assert.InRange(Journals.Check(text).Faults.Length, 1, JournalCheck.MaxFaults);
        });

    [Fact]
    public void A_line_without_end_takes_bounded_memory_and_is_damaged()
    {
        var text = new byte[3 * JournalReader.MaxLineBytes];
        Array.Fill(text, (byte)'x');
        byte[] journal = [.. text, (byte)'\n', .. Journals.Make(1)];
        var report = Journals.Check(journal);
        Assert.Equal((1L, JournalFaultKind.Altered), (report.Faults[0].Line, report.Faults[0].Kind));
        Assert.Equal(1, report.Records);
    }

    [Theory]
    // a name twice
    [InlineData("""{"seq":1,"time":"2026-01-02T03:04:05Z","kind":"k","data":{"a":1,"a":2},"prev":"0" """)]
    // half a character
    [InlineData("""{"seq":1,"time":"2026-01-02T03:04:05Z","kind":"k","data":{"a":"\ud800"},"prev":"0" """)]
    [InlineData("""{"seq":1,"time":"2026-01-02T03:04:05Z","kind":"\ud800","data":{},"prev":"0" """)]
    [InlineData("""{"seq":1e99,"time":"2026-01-02T03:04:05Z","kind":"k","data":{},"prev":"0" """)]
    [InlineData("""{"seq":1,"time":"x","kind":"k","data":{},"prev":"0" """)]
    [InlineData("""{"seq":1,"time":"2026-01-02T03:04:05Z","kind":"k","data":[],"prev":"0" """)]
    [InlineData("""{"seq":null,"time":null,"kind":null,"data":null,"prev":null """)]
    [InlineData("""[1 """)]
    public void A_hostile_line_with_a_fitting_hash_is_no_record_or_a_harmless_one(string text)
    {
        var prefix = Encoding.UTF8.GetBytes(text.TrimEnd());
        byte[] line =
            [.. prefix, .. Encoding.UTF8.GetBytes($",\"hash\":\"{Pinfold.Core.Hashing.Sha256.Hex(prefix)}\"}}\n")];
        foreach (var entry in JournalReader.Read(Journals.Stream(line)))
            if (entry.Record is { } record) Assert.NotEmpty(record.Data.ToJsonString());
        Assert.False(Journals.Check(line).IsIntact);
    }

    [Fact]
    public void A_deep_line_is_no_record()
    {
        var prefix = Encoding.UTF8.GetBytes("{\"seq\":1,\"data\":" + new string('[', 100_000));
        byte[] line =
            [.. prefix, .. Encoding.UTF8.GetBytes($",\"hash\":\"{Pinfold.Core.Hashing.Sha256.Hex(prefix)}\"}}\n")];
        Assert.Equal(0, Journals.Check(line).Records);
    }
}
