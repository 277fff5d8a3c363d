using Pinfold.Core.Enforcement;
using Xunit;
using static Pinfold.Core.Enforcement.EnforcementStatus;

namespace Pinfold.Core.Tests.Enforcement;

public sealed class EnforcementReportTests
{
    private static readonly EnforcementReport Report = new(
    [
        new(Control.Writes, Enforced, "mounts"), new(Control.Secrets, Partial, "a pattern"),
        new(Control.Network, NotEnforced, "no proxy"),
        new(Control.Temp, NotEnforced, "not asked", Asked: false),
    ]);

    [Fact]
    public void A_gap_is_what_was_asked_for_and_does_not_hold() =>
        Assert.Equal([Control.Secrets, Control.Network], Report.Gaps([]).Select(c => c.Control));

    [Fact]
    public void An_accepted_gap_is_none() =>
        Assert.Equal([Control.Network], Report.Gaps([Control.Secrets]).Select(c => c.Control));

    [Fact]
    public void A_report_is_data_for_programs() => Assert.Equal(
        """[{"control":"temp","status":"not_enforced","asked":false,"reason":"not asked"}]""",
        EnforcementJson.ToJson(new([Report[Control.Temp]])).ToJsonString());
}
