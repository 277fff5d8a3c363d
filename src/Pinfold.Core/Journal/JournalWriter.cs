using System.Buffers;
using System.Text.Json.Nodes;

namespace Pinfold.Core.Journal;

/// <summary>Appends records to a session's journal. One journal has one writer.</summary>
/// <remarks>
/// Each record is one write of one line, so a writer that is killed leaves a valid journal and at most one torn line,
/// which the next writer closes and records. Nothing is forced to the disk: a record outlives the process, not a power
/// cut.
/// </remarks>
public sealed class JournalWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Stream _stream;
    private readonly TimeProvider _clock;
    private long _length, _sequence;
    private string _head;
    private JournalException? _broken;

    private JournalWriter(Stream stream, TimeProvider clock, JournalReport report)
    {
        _stream = stream;
        _clock = clock;
        _length = stream.Length;
        _sequence = report.Sequence;
        _head = report.Head;
    }

    /// <summary>The hash of the last record: what a later check can be compared with.</summary>
    public string Head
    {
        get
        {
            lock (_lock) return _head;
        }
    }

    /// <summary>
    /// Goes on with the journal in <paramref name="stream"/>, or begins one. A file is locked against other writers
    /// (fcntl(2)).
    /// </summary>
    /// <param name="stream">Readable, writable and seekable; the writer disposes it.</param>
    /// <param name="clock">The time of the records.</param>
    /// <exception cref="JournalException">Busy, damaged, or the tear of an earlier writer could not be
    /// recorded.</exception>
    public static JournalWriter Open(Stream stream, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(clock);
        if (stream is FileStream file && !OperatingSystem.IsMacOS()) LockAgainstOthers(file);
        if (stream.Length == 0) return new(stream, clock, new(0, 0, JournalRecord.NoHash, [], []));
        stream.Position = 0;
        var report = JournalCheck.Run(stream, out var torn);
        if (report.Faults.FirstOrDefault(f => f.Kind != JournalFaultKind.Torn) is { } fault)
            throw new JournalException(JournalFailure.Damaged, $"the journal is damaged: {fault.Message}");

        var writer = new JournalWriter(stream, clock, report);
        if (writer.IsMidLine()) writer.Put("\n"u8);
        if (torn is not null) writer.Append(JournalRecord.Tear, torn);
        return writer;
    }

    /// <inheritdoc cref="Append(string, JsonObject, out int)"/>
    public JournalRecord Append(string kind, JsonObject data) => Append(kind, data, out _);

    /// <summary>Appends a record. When it returns, the system has the whole line.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="data">The facts.</param>
    /// <param name="bytes">How many the line has.</param>
    /// <exception cref="JournalException">Nothing may happen without a record: the caller refuses or stops.</exception>
    public JournalRecord Append(string kind, JsonObject data, out int bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(data);
        lock (_lock)
        {
            if (_broken is not null) throw _broken;
            var time = _clock.GetUtcNow();
            _buffer.ResetWrittenCount();
            var hash = JournalLine.Write(_buffer, _sequence + 1, time, kind, data, _head);
            if (_buffer.WrittenCount > JournalReader.MaxLineBytes)
            {
                throw new JournalException(
                    JournalFailure.TooLong,
                    $"the record '{kind}' has {_buffer.WrittenCount} bytes, more than {JournalReader.MaxLineBytes}");
            }

            Put(_buffer.WrittenSpan);
            bytes = _buffer.WrittenCount;
            var record = new JournalRecord(++_sequence, time, kind, data, _head, hash);
            _head = hash;
            return record;
        }
    }

    /// <summary>Ends the writing and gives the file free.</summary>
    public void Dispose() => _stream.Dispose();

    private void Put(ReadOnlySpan<byte> line)
    {
        try
        {
            if (_stream.Length != _length)
                throw _broken = new JournalException(JournalFailure.Busy, "someone else has written to the journal");
            _stream.Position = _length;
            _stream.Write(line);
            _stream.Flush();
            _length += line.Length;
        }
        // the last: EFBIG
        catch (Exception e)
            when (e is (IOException and not JournalException) or UnauthorizedAccessException
                or ArgumentOutOfRangeException)
        {
            throw _broken = new JournalException(JournalFailure.NotWritten,
                $"the journal cannot be written: {Why(e)}", e);
        }
    }

    private static string Why(Exception fault) =>
        fault is ArgumentOutOfRangeException
            ? "EFBIG: no file may grow; raise the limit of file sizes (ulimit -f)"
            : fault.Message;

    private bool IsMidLine()
    {
        if (_length == 0) return false;
        _stream.Position = _length - 1;
        return _stream.ReadByte() != '\n';
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("macos")]
    private static void LockAgainstOthers(FileStream file)
    {
        try
        {
            file.Lock(0, long.MaxValue);
        }
        catch (IOException e)
        {
            throw new JournalException(JournalFailure.Busy, "another process writes this journal", e);
        }
    }
}
