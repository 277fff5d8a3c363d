using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pinfold.Core.Hashing;

namespace Pinfold.Core.Journal;

/// <summary>Verifies the chain of a journal and tells what is wrong, line by line.</summary>
public sealed class JournalCheck
{
    /// <summary>More faults than this are not listed: the journal is a ruin.</summary>
    public const int MaxFaults = 100;

    private const int MaxTornBytes = 2 * JournalReader.MaxLineBytes;

    private readonly List<JournalFault> _faults = [];
    private readonly ImmutableArray<long>.Builder _tears = ImmutableArray.CreateBuilder<long>();
    private readonly List<JournalEntry> _odd = [];
    private readonly ArrayBufferWriter<byte> _oddText = new();
    private bool _isNoTear;
    private long _records, _next = 1;
    private string _head = JournalRecord.NoHash;

    private JournalCheck()
    {
    }

    /// <summary>Checks the journal in <paramref name="stream"/> from where it stands to its end.</summary>
    public static JournalReport Run(Stream stream) => Run(stream, out _);

    /// <summary>
    /// The same; <paramref name="torn"/> is what a new record of kind <c>tear</c> must say, null when the end is whole.
    /// </summary>
    internal static JournalReport Run(Stream stream, out JsonObject? torn)
    {
        var check = new JournalCheck();
        foreach (var entry in JournalReader.Read(stream)) check.Add(entry);
        torn = check.End();
        return new(check._records, check._next - 1, check._head, [.. check._faults.OrderBy(f => f.Line)],
            check._tears.DrainToImmutable());
    }

    private void Add(JournalEntry entry)
    {
        if (entry.Record is not { } record)
        {
            _odd.Add(entry with { Text = default });
            _isNoTear |= JournalLine.LooksComplete(entry.Text.Span)
                || _oddText.WrittenCount + entry.Length > MaxTornBytes;
            if (!_isNoTear) _oddText.Write(entry.Text.Span);
            return;
        }

        _records++;
        var follows = record.Sequence == _next && record.Previous == _head;
        var damaged = _odd.Count;
        if (damaged > 0 && follows && IsTearOf(record))
        {
            _tears.Add(entry.Line);
            Forget();
        }
        else if (damaged > 0)
        {
            foreach (var odd in _odd)
                Fault(odd.Line, JournalFaultKind.Altered, $"line {odd.Line} is not what was written");
            Forget();
            if (!follows) Place(entry.Line, record, _next + damaged, null);
        }
        else if (!follows)
        {
            Place(entry.Line, record, _next, _head);
        }

        if (record.Sequence < _next) return;
        _next = record.Sequence == long.MaxValue ? record.Sequence : record.Sequence + 1;
        _head = record.Hash;
    }

    /// <summary>
    /// Says what a record is doing here that is not the next one. After damaged lines only the number can be compared.
    /// </summary>
    private void Place(long line, JournalRecord record, long expected, string? head)
    {
        if (record.Sequence > expected)
        {
            var last = record.Sequence - 1;
            var what = last == expected ? $"record {expected} is" : $"records {expected} to {last} are";
            Fault(line, JournalFaultKind.Missing, $"{what} missing before line {line}");
        }
        else if (record.Sequence < _next)
        {
            Fault(line, JournalFaultKind.Reordered,
                $"line {line} holds record {record.Sequence}, which has its place before record {_next - 1}");
        }
        else if (head is not null && record.Sequence == expected)
        {
            Fault(line, JournalFaultKind.Altered,
                $"line {line} was not written after line {line - 1}: what stands before it is not what stood there");
        }
    }

    private JsonObject? End()
    {
        if (_odd.Count == 0) return null;
        if (!_isNoTear)
        {
            Fault(_odd[0].Line, JournalFaultKind.Torn, $"line {_odd[0].Line} is cut off: the writer died there");
            return Tear();
        }

        foreach (var odd in _odd) Fault(odd.Line, JournalFaultKind.Altered, $"line {odd.Line} is not what was written");
        return null;
    }

    private bool IsTearOf(JournalRecord record) =>
        record.Kind == JournalRecord.Tear && !_isNoTear && JsonNode.DeepEquals(record.Data, Tear());

    /// <summary>What was cut off, with the newline that ends it.</summary>
    private JsonObject Tear()
    {
        if (_oddText.WrittenSpan is not [.., (byte)'\n']) _oddText.Write("\n"u8);
        var text = _oddText.WrittenSpan;
        return new() { ["bytes"] = text.Length, ["sha256"] = Sha256.Hex(text) };
    }

    private void Forget()
    {
        _odd.Clear();
        _oddText.ResetWrittenCount();
        _isNoTear = false;
    }

    private void Fault(long line, JournalFaultKind kind, string message)
    {
        if (_faults.Count < MaxFaults) _faults.Add(new(line, kind, message));
    }
}
