using System.Text;
using System.Text.Json.Nodes;
using Pinfold.Core.Journal;

namespace Pinfold.Core.Tests.Journal;

/// <summary>Journals in memory, with a clock that stands still.</summary>
internal static class Journals
{
    internal static readonly TimeProvider Clock = new Stopped();

    /// <summary>A journal with <paramref name="records"/> records.</summary>
    internal static byte[] Make(int records)
    {
        using var stream = new MemoryStream();
        Append(stream, records);
        return stream.ToArray();
    }

    internal static void Append(MemoryStream stream, int records)
    {
        using var writer = JournalWriter.Open(new Kept(stream), Clock);
        for (var i = 1; i <= records; i++)
            writer.Append("command", new JsonObject { ["n"] = i, ["argv"] = new JsonArray("make", "ä\n") });
    }

    internal static MemoryStream Stream(ReadOnlySpan<byte> text)
    {
        var stream = new MemoryStream();
        stream.Write(text);
        stream.Position = 0;
        return stream;
    }

    internal static JournalReport Check(byte[] text) => JournalCheck.Run(Stream(text));

    /// <summary>
    /// What is left of a journal when it is cut: whole records (the last newline may be missing), and whether something
    /// else follows.
    /// </summary>
    internal static (int Kept, bool Torn) Cut(byte[] journal, int length)
    {
        var atEnd = length < journal.Length && journal[length] == '\n';
        return (journal.AsSpan(0, length).Count((byte)'\n') + (atEnd ? 1 : 0),
            !atEnd && length > 0 && journal[length - 1] != '\n');
    }

    internal static string[] Lines(byte[] journal) => Encoding.UTF8.GetString(journal).Split('\n')[..^1];

    internal static byte[] Text(IEnumerable<string> lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));

    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }

    /// <summary>Outlives its writer, as a file does.</summary>
    private sealed class Kept(MemoryStream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => inner.Position = value; }
        public override void Flush() => inner.Flush();
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);
        public override void SetLength(long value) => throw new NotSupportedException("a journal is only appended to");
        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
