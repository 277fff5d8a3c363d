using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Xunit;

namespace Pinfold.Core.Tests.Ledger;

/// <summary>Level of evidence: hosts in memory.</summary>
public sealed class HostStateTests
{
    [Fact]
    public void What_is_as_before_is_no_difference_and_what_is_not_is_named_with_both_values()
    {
        var before = HostState.Parse("account a\t1\nfile b\t2\nservice c\t3\n");
        Assert.Empty(HostState.Parse(before.ToString()).Differences(before));
        Assert.Equal(
            ["account a: was 1, is absent", "file b: was 2, is 9", "group d: was absent, is 4"],
            HostState.Parse("file b\t9\ngroup d\t4\nservice c\t3\n").Differences(before), StringComparer.Ordinal);
    }

    [Fact]
    public void What_a_dead_command_left_may_go_but_may_not_come()
    {
        var with = HostState.Parse($"cgroup x\t{HostState.Abandoned}\n");
        Assert.Empty(HostState.Parse("").Differences(with));
        Assert.Single(with.Differences(HostState.Parse("")));
    }

    /// <summary>
    /// Accounts, groups, rights, entries, filters, services, files and keys: of each there is a change, and each is
    /// told.
    /// </summary>
    [Fact]
    public void After_an_uninstall_a_Windows_host_is_as_before_and_what_another_did_meanwhile_is_named()
    {
        var host = new ModelSetupHost();
        host.There.Add(new LedgerChange.AddLocalGroup("theirs", "another"));
        var before = host.State();
        LedgerChange[] changes =
            [.. WindowsSetup.Typical("f00d").Changes([("pinfold-broker.exe", new('b', 64))], WindowsSetup.Keys)];
        host.Do(run => run.Make(changes));
        Assert.Equal(changes.Length, host.State().Differences(before).Count());
        host.There.Add(new LedgerChange.GrantRight("SeBatchLogonRight", "ada"));
        host.There.RemoveWhere(c => c.Path == "theirs");
        host.Do(run => run.TakeBackAll());
        Assert.Equal(
            ["AddLocalGroup theirs another: was there, is absent",
                "GrantRight SeBatchLogonRight ada: was absent, is there"],
            host.State().Differences(before), StringComparer.Ordinal);
    }
}
