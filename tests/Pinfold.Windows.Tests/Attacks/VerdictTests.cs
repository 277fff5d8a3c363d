using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;
using Pinfold.Windows.Attacks;
using Pinfold.Windows.Processes;
using Xunit;

namespace Pinfold.Windows.Tests.Attacks;

/// <summary>Denied is not failed, and what worked is never denied, whatever the attempt says of itself.</summary>
public sealed class VerdictTests
{
    private static readonly Attack Any = new("any", "family", "gain", Control.Writes, AttackLayers.Token, "effect");
    private static readonly AttackCode Code = new("any", _ => { }, _ => false);
    private static readonly LaunchResult Ended = new(LaunchOutcome.Exited, 0, null);

    [Fact]
    public void An_expected_refusal_without_effect_is_denied() =>
        Assert.Equal((AttackOutcome.Denied, "CreateFileW: ERROR_ACCESS_DENIED", "ERROR_ACCESS_DENIED"),
            Verdict(false, ("CreateFileW", 5)));

    [Fact]
    public void Any_other_error_proves_nothing() =>
        Assert.Equal(AttackOutcome.Failed, Verdict(false, ("CreateFileW", 2)).Outcome);

    [Fact]
    public void An_effect_outside_is_an_escape_whatever_the_report_says()
    {
        Assert.Equal(AttackOutcome.Escaped, Verdict(true, ("CreateFileW", 5)).Outcome);
        Assert.Equal(AttackOutcome.Escaped, Verdict(true).Outcome);
    }

    [Fact]
    public void A_call_that_was_allowed_is_an_escape_unless_the_effect_alone_decides()
    {
        Assert.Equal(AttackOutcome.Escaped, Verdict(false, ("CreateFileW", 0)).Outcome);
        Assert.Equal(AttackOutcome.Denied, AttackRunner.Verdict(Any, Code with { Contained = true }, false, Ended,
            new([("CreateFileW", 0)], "", null)).Outcome);
    }

    [Fact]
    public void A_named_gap_is_open_and_never_denied_by_that()
    {
        var (outcome, detail, _) = AttackRunner.Verdict(Any with { Gap = "network" }, Code, true, Ended,
            new([], "", null));
        Assert.Equal(AttackOutcome.Open, outcome);
        Assert.Contains("network", detail, StringComparison.Ordinal);
        Assert.Equal(AttackOutcome.Denied, AttackRunner.Verdict(Any with { Gap = "network" }, Code, false, Ended,
            new([("connect", 5)], "", null)).Outcome);
    }

    [Fact]
    public void What_tried_nothing_did_not_start_or_hung_proves_nothing()
    {
        Assert.Equal(AttackOutcome.Failed, Verdict(false).Outcome);
        Assert.Equal(AttackOutcome.Failed, AttackRunner.Verdict(Any, Code, false,
            new(LaunchOutcome.NotExecutable, 126, "no"), new([("CreateFileW", 5)], "", null)).Outcome);
        Assert.Equal(AttackOutcome.Failed, AttackRunner.Verdict(Any, Code, false,
            new(LaunchOutcome.TimedOut, 124, null), new([("CreateFileW", 5)], "", null)).Outcome);
        Assert.Equal(AttackOutcome.Failed,
            AttackRunner.Verdict(Any, Code, false, Ended, new([("CreateFileW", 5)], "", "it broke")).Outcome);
    }

    [Fact]
    public void The_deadline_is_a_refusal_only_where_it_is_the_promise() =>
        Assert.Equal(AttackOutcome.Denied, AttackRunner.Verdict(Any, Code with { TimesOut = true }, false,
            new(LaunchOutcome.TimedOut, 124, null), new([], "", "no report")).Outcome);

    private static (AttackOutcome Outcome, string Detail, string? Error) Verdict(bool worked,
        params (string Call, int Error)[] tries) =>
        AttackRunner.Verdict(Any, Code, worked, Ended, new([.. tries], "", null));
}
