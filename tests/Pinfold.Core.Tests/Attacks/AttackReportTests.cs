using Pinfold.Core.Attacks;
using Xunit;

namespace Pinfold.Core.Tests.Attacks;

public sealed class AttackReportTests
{
    [Fact]
    public void A_report_of_denials_and_skips_holds() =>
        Assert.True(Report(AttackOutcome.Denied, AttackOutcome.Skipped).Holds);

    [Theory]
    [InlineData(AttackOutcome.Escaped)]
    [InlineData(AttackOutcome.Failed)]
    public void One_attack_that_is_not_denied_breaks_it(AttackOutcome outcome) =>
        Assert.False(Report(AttackOutcome.Denied, outcome).Holds);

    [Fact]
    public void Skips_alone_prove_nothing()
    {
        Assert.False(Report(AttackOutcome.Skipped, AttackOutcome.Skipped).Holds);
        Assert.False(Report().Holds);
    }

    [Fact]
    public void A_gap_that_is_named_does_not_break_it_and_alone_proves_nothing()
    {
        var (gap, promise) = (WindowsAttacks.Find("net-tcp")!, WindowsAttacks.Find("write-profile")!);
        var denied = new AttackResult(promise, AttackOutcome.Denied, "d", null, 1);
        Assert.True((Report() with { Results = [denied, new(gap, AttackOutcome.Open, "d", null, 1)] }).Holds);
        Assert.False((Report() with { Results = [new(gap, AttackOutcome.Open, "d", null, 1)] }).Holds);
        Assert.False((Report() with { Results = [denied, new(promise, AttackOutcome.Open, "d", null, 1)] }).Holds);
    }

    [Fact]
    public void What_was_not_run_or_where_nothing_is_confined_never_holds()
    {
        Assert.False(Report(AttackOutcome.Denied, AttackOutcome.NotRun).Holds);
        Assert.False((Report(AttackOutcome.Denied) with { NotConfined = "no kernel that confines" }).Holds);
    }

    private static AttackReport Report(params AttackOutcome[] outcomes) => new()
    {
        Kernel = "k",
        Mode = "m",
        PolicyHash = "p",
        Binaries = [],
        Results = [.. outcomes.Select(o => new AttackResult(LinuxAttacks.All[0], o, "d", null, 1))],
    };
}
