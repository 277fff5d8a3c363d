using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Pinfold.Core.Ledger;
using Xunit;

namespace Pinfold.Core.Tests.Ledger;

public sealed class LedgerBookTests
{
    private static readonly LedgerChange[] Changes =
    [
        new LedgerChange.AddEntry(@"C:\ws", "1:2", "(A;OICI;0x1301bf;;;S-1-5-80-1)"),
        new LedgerChange.SetLabel(@"C:\ws", "1:2", "", "(ML;OICI;NW;;;S-1-16-7936)"),
        new LedgerChange.SetLabel("C:\\te \"ü\"", "1:3", "(ML;;NW;;;LW)", "(ML;;NRNW;;;ME)"),
        new LedgerChange.MakeFolder("/var/lib/x", "", "755"),
        new LedgerChange.InstallFile("/usr/local/lib/x/y", "", "644", "00ff"),
        new LedgerChange.AddGroup("x", "990"),
        new LedgerChange.AddAccount("x", "991", "990", "offline"),
        new LedgerChange.LoadTable("inet x", "", "991", "992", "", "", "online"),
        new LedgerChange.LoadTable("inet x", "", "991", "992", "5173,8080", "", "online"),
        new LedgerChange.LoadTable("inet x", "", "991", "992", "5173,8080", "/sys/fs/cgroup/x", "allowlist"),
        new LedgerChange.EnableUnit("x.service", ""),
        new LedgerChange.GrantAccess("/home/u/ws", "8:1:12", "991", "1000", "all"),
        new LedgerChange.StartService("/usr/local/lib/x/y", ""),
        new LedgerChange.StartService("/usr/local/lib/x/y", "x.service"),
        new LedgerChange.SecureFolder(@"C:\x", "", "D:P(A;OICI;FA;;;SY)"),
        new LedgerChange.CopyProgram(@"C:\x\y.exe", "", "00ff"),
        new LedgerChange.AddLocalGroup("x", "tag"),
        new LedgerChange.AddLocalAccount("xo", "tag", "x", "offline"),
        new LedgerChange.GrantRight("SeBatchLogonRight", "xo"),
        new LedgerChange.AddKey(@"HKEY_LOCAL_MACHINE\x", ""),
        new LedgerChange.HideAccount(@"HKEY_LOCAL_MACHINE\x", "xo"),
        new LedgerChange.AddFilters("x", "5d0c0b32-3b4e-4d8c-9f3b-70696e666f6c", "xo", "xn", "47128", "", "online"),
        new LedgerChange.AddFilters("x", "5d0c0b32-3b4e-4d8c-9f3b-70696e666f6c", "xo", "xn", "47128",
            "5173,8080", "offline"),
        new LedgerChange.EnableAccount("xo", "tag"),
        new LedgerChange.InstallService("x", @"C:\x\y.exe", "D:P(A;;LC;;;IU)"),
    ];

    private static readonly Gen<int[]> Moves = Gen.Int[0, 87].Array[0, 40];

    [Fact]
    public void What_is_written_is_replayed() => Moves.Sample(moves =>
    {
        var (book, bytes) = Write(moves);
        var replayed = LedgerBook.Replay(bytes);
        Assert.Equal(book.Entries, replayed.Entries);
        Assert.Empty(replayed.Faults);
        Assert.Equal(bytes.Length, replayed.ValidLength);
        Assert.Equal(bytes.Length, book.ValidLength);
    });

    [Fact]
    public void Faults_that_were_settled_are_none_any_more_and_later_ones_are()
    {
        var (_, first) = Write([0, 1, 2]);
        first[3] ^= 1; // a checksum
        var book = LedgerBook.Replay(first);
        Assert.NotEmpty(book.Faults);
        byte[] settled = [.. first, .. book.Settle()];
        Assert.Empty(book.Faults);
        var replayed = LedgerBook.Replay(settled);
        Assert.Empty(replayed.Faults);
        Assert.Equal(book.Entries, replayed.Entries);
        Assert.Equal(settled.Length, replayed.ValidLength);
        byte[] again = [.. settled, .. "00000000 {}\n"u8, .. replayed.Intend(Changes[3], out _)];
        Assert.Single(LedgerBook.Replay(again).Faults);
    }

    [Theory]
    [InlineData("GrantAccess", "1000", true)] // what the record says
    [InlineData("GrantAccess", "GrantAccess", true)] // its kind
    [InlineData("MakeFolder", "755", false)]
    [InlineData("MakeFolder", "MakeFolder", true)] // by now it could have been any
    [InlineData("GrantAccess", "kind", true)]
    public void A_damaged_record_that_may_be_of_a_users_folder_stays_lost_when_the_fault_is_settled(string kind,
        string damaged, bool lost)
    {
        var book = new LedgerBook();
        List<byte> bytes = [];
        foreach (var change in Changes)
        {
            bytes.AddRange(book.Intend(change, out var entry));
            bytes.AddRange(book.Move(entry, LedgerState.Applied, out _));
        }

        byte[] all = [.. bytes];
        var at = all.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{kind}\"")) - 8; // before the word "kind"
        at += all.AsSpan(at).IndexOf(Encoding.UTF8.GetBytes(damaged));
        all[at] ^= 1;
        var replayed = LedgerBook.Replay(all);
        var fault = replayed.Faults[0];
        Assert.Empty(replayed.Lost);
        byte[] settled = [.. all, .. replayed.Settle()];
        Assert.Equal(lost ? [fault] : [], replayed.Lost);
        Assert.Equal(replayed.Lost, LedgerBook.Replay(settled).Lost);
        Assert.Empty(LedgerBook.Replay(settled).Faults);
    }

    [Fact]
    public void A_ledger_torn_anywhere_is_the_one_before_the_torn_record() =>
        Gen.Select(Moves, Gen.Int[0, 10_000]).Sample((moves, cut) =>
        {
            var (_, bytes) = Write(moves);
            cut %= bytes.Length + 1;
            var torn = LedgerBook.Replay(bytes.AsSpan(0, cut));
            Assert.Empty(torn.Faults);
            Assert.Equal(bytes.AsSpan(0, cut).LastIndexOf((byte)'\n') + 1, torn.ValidLength);
            Assert.Equal(torn.Entries, LedgerBook.Replay(bytes.AsSpan(0, torn.ValidLength)).Entries);
        });

    [Fact]
    public void A_changed_byte_loses_its_own_line_and_is_named()
    {
        var (_, bytes) = Write([0, 1, 2, 3, 3]);
        var second = bytes.AsSpan().IndexOf((byte)'\n') + 20;
        bytes[second] ^= 4;
        var book = LedgerBook.Replay(bytes);
        Assert.Equal(Changes[0], book.Entries[0].Change);
        var fault = book.Faults[0];
        Assert.Equal((2, "its checksum is wrong"), (fault.Line, fault.Reason));
        Assert.Equal(bytes.Length, book.ValidLength);
    }

    [Fact]
    public void A_damaged_record_whose_next_state_is_the_last_line_is_no_torn_end()
    {
        var book = new LedgerBook();
        byte[] intended = book.Intend(Changes[10], out var entry);
        intended[20] ^= 1;
        byte[] all = [.. intended, .. book.Move(entry, LedgerState.Applied, out _)];
        Assert.Equal([1, 2], LedgerBook.Replay(all).Faults.Select(f => f.Line));
        Assert.Equal(all.Length, LedgerBook.Replay(all).ValidLength);
        Assert.Equal(0, LedgerBook.Replay(intended).ValidLength); // the control: torn
    }

    [Fact]
    public void Any_bytes_can_be_replayed() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.True(LedgerBook.Replay(bytes).ValidLength <= bytes.Length));

    [Fact]
    public void Undo_goes_backwards_over_all_that_may_be_left()
    {
        var book = new LedgerBook();
        foreach (var change in Changes) book.Intend(change, out _);
        book.Move(book.Entries[1], LedgerState.Undoing, out var second);
        Assert.Equal(Enumerable.Range(1, Changes.Length).Reverse(), book.Owed.Select(e => e.Number));
        book.Move(second, LedgerState.Undone, out _);
        Assert.DoesNotContain(second.Number, book.Owed.Select(e => e.Number));
        Assert.Null(book.Find(Changes[1]));
        Assert.NotNull(book.Find(Changes[0]));
    }

    [Fact]
    public void Where_a_change_did_not_reach_is_replayed_until_it_is_made_again()
    {
        var book = new LedgerBook();
        List<byte> bytes = [.. book.Intend(Changes[0], out var entry)];
        LedgerLack[] lacks = [new("C:\\ws\\\u00e9 \"x\"", "access denied"), new(@"C:\ws\b", "")];
        bytes.AddRange(book.Move(entry, LedgerState.Applied, [.. lacks], out entry));
        Assert.Equal(lacks, LedgerBook.Replay([.. bytes]).Entries[0].Lacks);
        bytes.AddRange(book.Move(entry, LedgerState.Intended, out _));
        Assert.Empty(LedgerBook.Replay([.. bytes]).Entries[0].Lacks);
        Assert.Empty(LedgerBook.Replay([.. bytes]).Faults);
    }

    [Theory]
    [InlineData(LedgerState.Undone, LedgerState.Applied)]
    [InlineData(LedgerState.Intended, LedgerState.Undone)]
    [InlineData(LedgerState.Applied, LedgerState.Undone)]
    [InlineData(LedgerState.Undone, LedgerState.Undoing)]
    public void No_state_is_skipped(LedgerState from, LedgerState to) =>
        Assert.False(new LedgerEntry(1, Changes[0], from).MayBecome(to));

    [Fact]
    public void Every_kind_is_written_and_read() =>
        Assert.Equal(typeof(LedgerChange).GetNestedTypes().Select(t => t.Name).Order(StringComparer.Ordinal),
            Changes.Select(c => c.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_change_says_what_it_does_and_how_it_is_taken_back() =>
        Approved.Verify(string.Join('\n', Changes.Select(c => $"{c.Describe()}\n  undo: {c.Undo}")), "changes");

    /// <summary>
    /// Moves that are not possible are left out; those below the number of changes are new, the others move the change
    /// of that number modulo.
    /// </summary>
    private static (LedgerBook Book, byte[] Bytes) Write(int[] moves)
    {
        var book = new LedgerBook();
        var bytes = new List<byte>();
        foreach (var move in moves)
        {
            if (move < Changes.Length || book.Entries.IsEmpty)
            {
                bytes.AddRange(book.Intend(Changes[move % Changes.Length], out _));
                continue;
            }

            var entry = book.Entries[move % book.Entries.Length];
            var state = (LedgerState)(move % 4);
            if (entry.MayBecome(state)) bytes.AddRange(book.Move(entry, state, out _));
        }

        return (book, [.. bytes]);
    }
}
