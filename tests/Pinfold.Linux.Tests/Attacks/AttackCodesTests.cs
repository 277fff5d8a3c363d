using Pinfold.Core.Attacks;
using Pinfold.Linux.Attacks;
using Pinfold.Linux.Native;
using Xunit;

namespace Pinfold.Linux.Tests.Attacks;

public sealed class AttackCodesTests
{
    [Fact]
    public void Every_attack_has_code_and_all_code_is_an_attack() =>
        Assert.Equal(LinuxAttacks.All.Select(a => a.Name).Order(StringComparer.Ordinal),
            AttackCodes.ByName.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_report_that_is_damaged_is_a_failure()
    {
        Assert.All(
            new[] { "", "{", "[]", "{}", "{\"tries\":1,\"data\":\"\"}", "null", "{\"tries\":[[1]],\"data\":\"\"}" },
            text =>
            {
                var report = AttemptReport.Parse(text);
                Assert.NotNull(report.Failure);
                Assert.False(report.Succeeded);
            });
    }

    [Fact]
    public void A_report_survives_its_way()
    {
        var attempt = new Attempt(new Dictionary<string, string>(StringComparer.Ordinal));
        attempt.Try("openat", -Errno.EROFS);
        attempt.Got("text\n\u00e9");
        var report = AttemptReport.Parse(System.Text.Encoding.UTF8.GetString(attempt.ToJson()));
        Assert.Equal([("openat", Errno.EROFS)], report.Tries);
        Assert.Equal("text\n\u00e9", report.Data);
        Assert.False(report.Succeeded);
    }
}
