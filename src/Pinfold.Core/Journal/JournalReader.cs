namespace Pinfold.Core.Journal;

/// <summary>
/// Reads any bytes as a journal, line by line, in bounded memory. It never throws because of what they are.
/// </summary>
public static class JournalReader
{
    /// <summary>The longest line that is read as a record, with its newline.</summary>
    public const int MaxLineBytes = 1 << 20;

    /// <summary>The lines of <paramref name="stream"/>, records and others.</summary>
    public static IEnumerable<JournalEntry> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Lines(stream);
    }

    private static IEnumerable<JournalEntry> Lines(Stream stream)
    {
        var buffer = new byte[16 << 10];
        int start = 0, end = 0;
        long number = 0, skipped = 0;
        while (true)
        {
            var newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                yield return Entry(++number, buffer.AsMemory(start, newline + 1), skipped);
                start += newline + 1;
                skipped = 0;
                continue;
            }

            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            else if (end == MaxLineBytes)
            {
                skipped += end;
                end = 0;
            }
            else if (end == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0) break;
            end += read;
        }

        if (end > 0 || skipped > 0) yield return Entry(++number, buffer.AsMemory(0, end), skipped);
    }

    private static JournalEntry Entry(long number, ReadOnlyMemory<byte> text, long skipped) =>
        skipped > 0
            ? new(number, null, default, skipped + text.Length)
            : new(number, JournalLine.Read(text.Span), text, text.Length);
}
