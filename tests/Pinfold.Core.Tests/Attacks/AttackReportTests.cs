using Pinfold.Core.Attacks;
using Xunit;

namespace Pinfold.Core.Tests.Attacks;

public sealed class AttackReportTests
{
    [Fact]
    public void A_report_of_denials_and_skips_holds() => Assert.True(Report(AttackOutcome.Denied, AttackOutcome.Skipped).Holds);

    [Theory]
    [InlineData(AttackOutcome.Escaped)]
    [InlineData(AttackOutcome.Failed)]
    public void One_attack_that_is_not_denied_breaks_it(AttackOutcome outcome) => Assert.False(Report(AttackOutcome.Denied, outcome).Holds);

    [Fact]
    public void Skips_alone_prove_nothing()
    {
        Assert.False(Report(AttackOutcome.Skipped, AttackOutcome.Skipped).Holds);
        Assert.False(Report().Holds);
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
