using System.Text.Json.Nodes;
using CsCheck;
using Pinfold.Core.Journal;
using Xunit;

namespace Pinfold.Core.Tests.Journal;

public sealed class JournalWriterTests
{
    [Fact]
    public void A_record_is_one_line_of_json_with_its_place_in_the_chain()
    {
        using var stream = new MemoryStream();
        using var writer = JournalWriter.Open(stream, Journals.Clock);
        var first = writer.Append("session", new JsonObject { ["id"] = "a" });
        var second = writer.Append("exit", []);
        Assert.Equal(
            $$"""
            {"seq":1,"time":"2026-01-02T03:04:05Z","kind":"session","data":{"id":"a"},"prev":"{{JournalRecord.NoHash}}","hash":"{{first.Hash}}"}
            {"seq":2,"time":"2026-01-02T03:04:05Z","kind":"exit","data":{},"prev":"{{first.Hash}}","hash":"{{second.Hash}}"}

            """,
            System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(second.Hash, writer.Head);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        using var stream = new MemoryStream();
        using var writer = JournalWriter.Open(stream, Journals.Clock);
        var written = writer.Append("command", new JsonObject
            { ["argv"] = new JsonArray("a\n\0\u202e", 1, true, null), ["deep"] = new JsonObject { ["x"] = 1.5 } });
        stream.Position = 0;
        var read = Assert.Single(JournalReader.Read(stream)).Record!;
        Assert.Equal(written with { Data = read.Data }, read);
        Assert.True(JsonNode.DeepEquals(written.Data, read.Data));
    }

    [Fact]
    public void Any_text_is_written_as_printable_ASCII_and_read_back() => Gen.String.Sample(text =>
    {
        var whole = string.Concat(text.EnumerateRunes()); // half a character becomes U+FFFD
        using var stream = new MemoryStream();
        using var writer = JournalWriter.Open(stream, Journals.Clock);
        writer.Append("command", new JsonObject { [whole] = text });
        Assert.DoesNotContain(stream.ToArray()[..^1], b => b is < 0x20 or > 0x7E);
        stream.Position = 0;
        Assert.Equal(whole, (string?)Assert.Single(JournalReader.Read(stream)).Record!.Data[whole]);
    });

    [Fact]
    public void After_a_cut_at_every_byte_the_next_writer_goes_on_and_says_so()
    {
        var journal = Journals.Make(3);
        for (var length = 0; length <= journal.Length; length++)
        {
            using var stream = Journals.Stream(journal.AsSpan(0, length));
            Journals.Append(stream, 2);
            var report = Journals.Check(stream.ToArray());
            Assert.True(report.IsIntact, $"{length}: {report.Faults.FirstOrDefault()?.Message}");
            var (kept, torn) = Journals.Cut(journal, length);
            Assert.Equal(torn ? 1 : 0, report.Tears.Length);
            Assert.Equal(kept + (torn ? 3 : 2), report.Records);
            Assert.Equal(journal[..length], stream.ToArray()[..length]); // nothing is taken back
        }
    }

    [Fact]
    public void A_writer_that_is_killed_while_it_records_a_tear_leaves_a_tear()
    {
        using var torn = Journals.Stream(Journals.Make(2).AsSpan()[..^10]);
        var before = (int)torn.Length;
        Journals.Append(torn, 0);
        var journal = torn.ToArray();
        for (var length = before; length <= journal.Length; length++)
        {
            using var again = Journals.Stream(journal.AsSpan(0, length));
            Journals.Append(again, 1);
            var report = Journals.Check(again.ToArray());
            Assert.True(report.IsIntact, $"{length}: {report.Faults.FirstOrDefault()?.Message}");
            Assert.Single(report.Tears);
        }
    }

    [Fact]
    public void A_recorded_tear_cannot_be_changed_either()
    {
        using var stream = Journals.Stream(Journals.Make(2).AsSpan()[..^10]);
        Journals.Append(stream, 1);
        var journal = stream.ToArray();
        Assert.True(Journals.Check(journal).IsIntact);
        for (var at = 0; at < journal.Length; at++)
        {
            var flipped = (byte[])journal.Clone();
            flipped[at] ^= 1;
            Assert.False(Journals.Check(flipped).IsIntact, $"byte {at}");
        }
    }

    [Fact]
    public void A_damaged_journal_is_not_continued()
    {
        var lines = Journals.Lines(Journals.Make(3));
        using var stream = Journals.Stream(Journals.Text([lines[0], lines[2]]));
        var failure = Assert.Throws<JournalException>(() => JournalWriter.Open(stream, Journals.Clock));
        Assert.Equal(JournalFailure.Damaged, failure.Failure);
    }

    [Fact]
    public void A_second_writer_is_noticed()
    {
        using var stream = new MemoryStream();
        using var first = JournalWriter.Open(stream, Journals.Clock);
        using var second = JournalWriter.Open(stream, Journals.Clock);
        first.Append("a", []);
        Assert.Equal(JournalFailure.Busy, Assert.Throws<JournalException>(() => second.Append("b", [])).Failure);
        Assert.True(Journals.Check(stream.ToArray()).IsIntact);
    }

    [Fact]
    [Trait("host", "Linux")] // the oracle is /proc/locks
    public void A_file_is_locked_against_other_processes_while_it_is_written()
    {
        var path = Path.GetTempFileName();
        try
        {
            Assert.False(HoldsALock());
            using (JournalWriter.Open(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0),
                Journals.Clock))
                Assert.True(HoldsALock());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void A_full_disk_is_an_error_of_its_own_and_the_journal_stays_readable(int room)
    {
        var disk = new FullDisk(room);
        using var writer = JournalWriter.Open(disk, Journals.Clock);
        var failure = Assert.Throws<JournalException>(() => writer.Append("session", []));
        Assert.Equal(JournalFailure.NotWritten, failure.Failure);
        Assert.Equal("the journal cannot be written: No space left on device", failure.Message);
        disk.Room = 1000;
        Assert.Throws<JournalException>(() => writer.Append("session", [])); // no record after a gap
        using var next = JournalWriter.Open(disk, Journals.Clock);
        next.Append("session", []);
        Assert.True(Journals.Check(disk.ToArray()).IsIntact);
    }

    [Fact]
    public void A_record_that_is_too_long_is_refused_and_the_next_one_is_not()
    {
        using var stream = new MemoryStream();
        using var writer = JournalWriter.Open(stream, Journals.Clock);
        var failure = Assert.Throws<JournalException>(
            () => writer.Append("a", new JsonObject { ["x"] = new string('x', JournalReader.MaxLineBytes) }));
        Assert.Equal(JournalFailure.TooLong, failure.Failure);
        Assert.Equal(1, writer.Append("a", []).Sequence);
    }

    [Fact]
    public void Threads_may_share_a_writer()
    {
        using var stream = new MemoryStream();
        using var writer = JournalWriter.Open(stream, Journals.Clock);
        Parallel.For(0, 100, i => writer.Append("a", new JsonObject { ["i"] = i }));
        Assert.Equal((100, true),
            (Journals.Check(stream.ToArray()).Records, Journals.Check(stream.ToArray()).IsIntact));
    }

    private static bool HoldsALock() => File.ReadLines("/proc/locks").Any(l =>
        l.Contains("POSIX", StringComparison.Ordinal)
            && l.Contains($" WRITE {Environment.ProcessId} ", StringComparison.Ordinal));

    /// <summary>Takes <see cref="Room"/> more bytes, then fails as write(2) does.</summary>
    private sealed class FullDisk(int room) : MemoryStream
    {
        public int Room { get; set; } = room;

        public override void Write(byte[] buffer, int offset, int count)
        {
            var fits = Math.Min(count, Room);
            base.Write(buffer, offset, fits);
            Room -= fits;
            if (fits < count) throw new IOException("No space left on device");
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
    }
}
