using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Xunit;

namespace Pinfold.Core.Tests.Ledger;

/// <summary>
/// Level of evidence: a host in memory. What is shown is the order of ledger and change, at each moment of a kill.
/// </summary>
public sealed class SetupRunTests
{
    private static readonly LedgerChange[] OfWindows =
        [.. WindowsSetup.Typical("f00d").Changes([("pinfold-broker.exe", new('b', 64))], WindowsSetup.Keys)];

    private static readonly LedgerChange[] OfLinux =
    [
        new LedgerChange.MakeFolder("/usr/local/lib/pinfold", "", "755"),
        new LedgerChange.InstallFile("/usr/local/lib/pinfold/pinfold-broker", "", "755", new('b', 64)),
        new LedgerChange.AddGroup("pinfold-offline", "990"),
        new LedgerChange.AddAccount("pinfold-offline", "990", "990", "offline"),
        new LedgerChange.LoadTable("inet pinfold", "", "990", "991", "", "", "online"),
        new LedgerChange.StartService("/usr/local/lib/pinfold/pinfold-broker", ""),
    ];

    public static TheoryData<LedgerChange[]> Plans => [OfWindows, OfLinux];

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_set_up_that_was_killed_at_any_moment_goes_on_where_it_was(LedgerChange[] changes)
    {
        for (var moment = 0; ; moment++)
        {
            var host = new ModelSetupHost();
            if (!host.Killed(moment, run => run.Make(changes))) break;
            host.Do(run => run.Make(changes));
            Assert.Equal(changes.Order(ByText), host.There.Order(ByText));
            Assert.All(host.Book.Entries, e => Assert.Equal(LedgerState.Applied, e.State));
            Assert.True(moment < 6 * changes.Length, "it never ends");
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void What_was_made_before_a_kill_is_in_the_ledger_and_is_taken_back(LedgerChange[] changes)
    {
        for (var moment = 0; ; moment++)
        {
            var host = new ModelSetupHost();
            if (!host.Killed(moment, run => run.Make(changes))) break;
            Assert.Superset(host.There, host.Book.Owed.Select(e => e.Change).ToHashSet());
            host.Do(run => run.TakeBackAll());
            Assert.Empty(host.There);
            Assert.Empty(host.Book.Owed);
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void An_undo_that_was_killed_at_any_moment_goes_on_where_it_was(LedgerChange[] changes)
    {
        for (var moment = 0; ; moment++)
        {
            var host = new ModelSetupHost();
            host.Do(run => run.Make(changes));
            if (!host.Killed(moment, run => run.TakeBackAll())) break;
            host.Do(run => run.TakeBackAll());
            Assert.Empty(host.There);
        }
    }

    [Fact]
    public void What_was_taken_back_before_a_kill_is_looked_at_after_it_and_not_changed_again()
    {
        for (var moment = 0; ; moment++)
        {
            var host = new ModelSetupHost();
            host.Do(run => run.Make(OfLinux));
            if (!host.Killed(moment, run => run.TakeBackAll())) break;
            LedgerChange[] before =
                [.. host.Book.Entries.Where(e => e.State == LedgerState.Undone).Select(e => e.Change)];
            host.Events.Clear();
            host.Do(run => run.TakeBackAll());
            Assert.All(before, c => Assert.DoesNotContain($"took back {c.GetType().Name} {c.Path}", host.Events,
                StringComparer.Ordinal));
            Assert.All(before, c => Assert.True(host.Events.IndexOf($"looked at {c.GetType().Name} {c.Path}")
                > host.Events.FindLastIndex(e => e.StartsWith("took", StringComparison.Ordinal))));
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_second_run_makes_nothing_and_one_that_is_missing_is_made_again(LedgerChange[] changes)
    {
        var host = new ModelSetupHost();
        host.Do(run => run.Make(changes));
        var events = host.Events.Count;
        host.Do(run => run.Make(changes), step => Assert.Equal(SetupOutcome.Held, step.Outcome));
        Assert.Equal(events, host.Events.Count);
        host.There.Remove(changes[3]);
        var steps = new List<SetupStep>();
        host.Do(run => run.Make(changes), steps.Add);
        Assert.Equal(changes[3], Assert.Single(steps, s => s.Outcome == SetupOutcome.Repaired).Change);
    }

    [Fact]
    public void Who_could_act_is_taken_back_first_and_what_holds_them_back_after_them()
    {
        var host = new ModelSetupHost();
        host.Do(run => run.Make(OfWindows));
        var undone = new List<string>();
        host.Do(run => run.TakeBackAll(), step => undone.Add(step.Change.GetType().Name));
        Assert.Equal(
            "StartService InstallService EnableAccount GrantRight AddLocalAccount AddLocalGroup AddFilters CopyProgram SecureFolder HideAccount AddKey",
            string.Join(' ', undone.Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public void Another_table_takes_the_place_of_the_old_one_and_another_account_comes_after_it_has_gone()
    {
        var host = new ModelSetupHost();
        host.Do(run => run.Make(OfLinux));
        LedgerChange[] later = [.. OfLinux.Select(c => c is LedgerChange.LoadTable t ? t with { Loopback = "5173" }
            : c is LedgerChange.AddAccount a ? a with { Identity = "995" }
            : c)];
        var steps = new List<SetupStep>();
        host.Do(run => run.Make(later), steps.Add);
        Assert.Equal(OfLinux[3], Assert.Single(steps, s => s.Outcome == SetupOutcome.TakenBack).Change);
        Assert.Equal(OfLinux[3], steps[0].Change);
        Assert.Equal(later.Order(ByText), host.Book.Owed.Select(e => e.Change).Order(ByText));
    }

    [Fact]
    public void A_step_that_fails_is_named_and_what_was_made_before_it_can_be_taken_back()
    {
        var host = new ModelSetupHost { Lacks = typeof(LedgerChange.AddFilters) };
        var fault = Assert.Throws<SetupStepException>(() => host.Do(run => run.Make(OfWindows)));
        Assert.IsType<LedgerChange.AddFilters>(fault.Change);
        Assert.Contains("add the network filters of Pinfold", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no such thing", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(host.There, c => c is LedgerChange.EnableAccount);
        host.Do(run => run.TakeBackAll());
        Assert.Empty(host.There);
        Assert.Empty(host.Book.Owed);
    }

    private static IComparer<LedgerChange> ByText =>
        Comparer<LedgerChange>.Create((a, b) => string.CompareOrdinal(a.Describe(), b.Describe()));
}
