using System.Collections.Immutable;

namespace Pinfold.Core.Ledger;

/// <summary>
/// Every change to the host with its state: the replay of a ledger's bytes, and the bytes of what comes next. Whoever
/// keeps the file appends them, and only then acts.
/// </summary>
public sealed class LedgerBook
{
    private const int Settled = 0; // the number of a record that is about no change
    private readonly List<LedgerEntry> _entries = [];

    /// <summary>All changes, in the order in which they were intended.</summary>
    public ImmutableArray<LedgerEntry> Entries => [.. _entries];

    /// <summary>
    /// Bytes up to the end of the last record. What follows is a torn end, to be cut off before the next record.
    /// </summary>
    public int ValidLength { get; private set; }

    /// <summary>Lines before that end that are no records. What they said is lost; the others count.</summary>
    public ImmutableArray<LedgerFault> Faults { get; private set; } = [];

    /// <summary>
    /// Those of the lines that were settled without anybody knowing what they told of: maybe of a user's folder.
    /// </summary>
    public ImmutableArray<LedgerFault> Lost { get; private set; } = [];

    /// <summary>
    /// Changes of which something may be left, the newest first: what undo has to take back, in its order.
    /// </summary>
    public IEnumerable<LedgerEntry> Owed => _entries.Where(e => e.IsOwed).Reverse();

    /// <summary>Reads a ledger, whatever its state: it never throws because of its content.</summary>
    public static LedgerBook Replay(ReadOnlySpan<byte> bytes)
    {
        var book = new LedgerBook();
        var faults = new List<LedgerFault>();
        var pending = new List<LedgerFault>();
        for (int at = 0, line = 1; at < bytes.Length; line++)
        {
            var length = bytes[at..].IndexOf((byte)'\n');
            if (length < 0) break; // torn: a record ends with its newline
            var record = LedgerLine.Read(bytes.Slice(at, length), out var reason);
            at += length + 1;
            if (record is not { } r)
            {
                // a fault only when a record follows, else part of the torn end
                pending.Add(Fault(line, reason, bytes[(at - length - 1)..(at - 1)]));
                continue;
            }

            faults.AddRange(pending);
            pending.Clear();
            book.ValidLength = at;
            if (!book.Take(r.Number, r.State, r.Change, r.Lacks, out reason))
                faults.Add(Fault(line, reason, bytes[(at - length - 1)..(at - 1)]));
            else if (r.Number == Settled) book.Forget(faults);
        }

        book.Faults = [.. faults];
        return book;
    }

    /// <summary>The entry of a change that is already known and not undone, or null.</summary>
    public LedgerEntry? Find(LedgerChange change) => _entries.FindLast(e => e.IsOwed && e.Change == change);

    /// <summary>True when such a change to what has this name is recorded, undone or not.</summary>
    public bool Tells<T>(string path)
        where T : LedgerChange => _entries.Exists(e => e.Change is T && e.Change.Path == path);

    /// <summary>
    /// What of it does not hold any more: a sentence for each line that is lost and each change that was cut off or is
    /// not as it was made.
    /// </summary>
    /// <param name="path">Where it is.</param>
    /// <param name="fault">What is wrong with a change that was made; null when it holds.</param>
    public IEnumerable<string> Doubts(string path, Func<LedgerChange, string?> fault) =>
        Faults.Select(f => $"{path}, line {f.Line}: {f.Reason}; what it told of is not known any more")
            .Concat(Owed.Reverse()
                .Select(e => e.State == LedgerState.Applied
                    ? fault(e.Change)
                    : $"'{e.Change.Describe()}' was cut off ({e.State})").OfType<string>());

    /// <summary>The record that announces a new change; append it before the change is made.</summary>
    public byte[] Intend(LedgerChange change, out LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(change);
        entry = new(_entries.Count == 0 ? 1 : _entries[^1].Number + 1, change, LedgerState.Intended);
        _entries.Add(entry);
        return Written(LedgerLine.Write(entry.Number, entry.State, change, []));
    }

    /// <summary>
    /// The record that moves a change on. Append <see cref="LedgerState.Undoing"/> before, the others after what they
    /// say.
    /// </summary>
    /// <exception cref="InvalidOperationException">The state cannot follow the one that the change has.</exception>
    public byte[] Move(LedgerEntry entry, LedgerState state, out LedgerEntry moved) =>
        Move(entry, state, [], out moved);

    /// <summary>As above, with the places to which the change did not reach.</summary>
    public byte[] Move(LedgerEntry entry, LedgerState state, ImmutableArray<LedgerLack> lacks, out LedgerEntry moved)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var at = _entries.FindIndex(e => e.Number == entry.Number);
        if (at < 0 || !_entries[at].MayBecome(state))
            throw new InvalidOperationException($"change {entry.Number} cannot become {state}");
        _entries[at] = moved = _entries[at] with { State = state, Lacks = lacks };
        return Written(LedgerLine.Write(moved.Number, state, change: null, lacks));
    }

    /// <summary>The record after which the faults so far count no more: what they told of has been made anew.</summary>
    public byte[] Settle()
    {
        Forget([.. Faults]);
        Faults = [];
        return Written(LedgerLine.Write(Settled, LedgerState.Applied, change: null, []));
    }

    private static LedgerFault Fault(int line, string reason, ReadOnlySpan<byte> text) =>
        new(line, reason) { MayBeUsers = LedgerLine.MayTellOfUsersFolder(text) };

    private void Forget(List<LedgerFault> faults)
    {
        Lost = [.. Lost, .. faults.Where(f => f.MayBeUsers)];
        faults.Clear();
    }

    private byte[] Written(byte[] line)
    {
        ValidLength += line.Length;
        return line;
    }

    private bool Take(int number, LedgerState state, LedgerChange? change, ImmutableArray<LedgerLack> lacks,
        out string reason)
    {
        reason = "";
        if (number == Settled && change is null) return true;
        if (change is not null)
        {
            if (state == LedgerState.Intended && number > (_entries.Count == 0 ? Settled : _entries[^1].Number))
            {
                _entries.Add(new(number, change, state));
                return true;
            }

            reason = "its number is not a new one";
            return false;
        }

        var at = _entries.FindIndex(e => e.Number == number);
        if (at < 0 || !_entries[at].MayBecome(state))
        {
            reason = at < 0
                ? "it is about a change that is not recorded"
                : $"a change that is {_entries[at].State} cannot become {state}";
            return false;
        }

        _entries[at] = _entries[at] with { State = state, Lacks = lacks };
        return true;
    }
}
