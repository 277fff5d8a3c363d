using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Setup;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>Level of evidence: a host in memory. What is shown is the order of ledger and change, at each moment of a kill.</summary>
public sealed class SetupRunTests
{
    private static readonly LedgerChange[] Changes = [.. WindowsSetup.Typical("f00d").Changes([("pinfold-broker.exe", new('b', 64))])];

    [Fact]
    public void A_set_up_that_was_killed_at_any_moment_goes_on_where_it_was()
    {
        for (var at = 0; at < 2 * Changes.Length; at++)
        {
            var (host, disk) = (new ModelSetupHost { DiesAt = at }, new MemoryStream());
            Assert.Throws<KilledException>(() => SetupRun.Apply(Changes, Reopen(disk), host));
            host.DiesAt = int.MaxValue;
            SetupRun.Apply(Changes, Reopen(disk), host);
            Assert.Equal(Changes.Order(ByText), host.There.Order(ByText));
            Assert.All(Reopen(disk).Book.Entries, e => Assert.Equal(LedgerState.Applied, e.State));
        }
    }

    [Fact]
    public void What_was_made_before_a_kill_is_in_the_ledger_and_is_taken_back()
    {
        for (var at = 0; at < 2 * Changes.Length; at++)
        {
            var (host, disk) = (new ModelSetupHost { DiesAt = at }, new MemoryStream());
            Assert.Throws<KilledException>(() => SetupRun.Apply(Changes, Reopen(disk), host));
            host.DiesAt = int.MaxValue;
            SetupRun.Undo(Reopen(disk), host);
            Assert.Empty(host.There);
            Assert.Empty(Reopen(disk).Book.Owed);
        }
    }

    [Fact]
    public void An_undo_that_was_killed_at_any_moment_goes_on_where_it_was()
    {
        for (var at = 0; at < 2 * Changes.Length; at++)
        {
            var (host, disk) = (new ModelSetupHost(), new MemoryStream());
            SetupRun.Apply(Changes, Reopen(disk), host);
            host.DiesAt = host.Calls + at;
            Assert.Throws<KilledException>(() => SetupRun.Undo(Reopen(disk), host));
            host.DiesAt = int.MaxValue;
            SetupRun.Undo(Reopen(disk), host);
            Assert.Empty(host.There);
        }
    }

    [Fact]
    public void A_second_run_makes_nothing_and_one_that_is_missing_is_made_again()
    {
        var (host, disk) = (new ModelSetupHost(), new MemoryStream());
        SetupRun.Apply(Changes, Reopen(disk), host);
        var calls = host.Calls;
        SetupRun.Apply(Changes, Reopen(disk), host);
        Assert.Equal(calls, host.Calls);
        host.There.Remove(Changes[3]);
        var made = new List<LedgerChange>();
        SetupRun.Apply(Changes, Reopen(disk), host, made.Add);
        Assert.Equal([Changes[3]], made);
    }

    [Fact]
    public void Changes_are_taken_back_in_reverse()
    {
        var (host, disk) = (new ModelSetupHost(), new MemoryStream());
        SetupRun.Apply(Changes, Reopen(disk), host);
        var undone = new List<LedgerChange>();
        SetupRun.Undo(Reopen(disk), host, undone.Add);
        Assert.Equal(Changes.Reverse(), undone);
    }

    private static IComparer<LedgerChange> ByText => Comparer<LedgerChange>.Create((a, b) => string.CompareOrdinal(a.Describe(), b.Describe()));

    /// <summary>The ledger as another process finds it.</summary>
    private static LedgerFile Reopen(MemoryStream disk) => LedgerFile.Open(new TearingStream(disk, new Fuse(int.MaxValue)));
}
