using Pinfold.Core.Attacks;
using Pinfold.Windows.Attacks;
using Xunit;

namespace Pinfold.Windows.Tests.Attacks;

public sealed class AttackCodesTests
{
    [Fact]
    public void Every_attack_has_code_and_all_code_is_an_attack() =>
        Assert.Equal(ElevatedWindowsAttacks.All.Select(a => a.Name).Order(StringComparer.Ordinal),
            AttackCodes.ByName.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_attack_knows_what_a_refusal_looks_like() => Assert.All(AttackCodes.ByName.Values, c =>
    {
        Assert.NotEmpty(c.Denials);
        Assert.DoesNotContain(0, c.Denials);
        Assert.DoesNotContain(2, c.Denials); // a file that is not there was not refused
        Assert.DoesNotContain(87, c.Denials); // nor was a wrong argument
    });

    [Fact]
    public void A_report_that_is_damaged_is_a_failure() => Assert.All(
        ["", "{", "[]", "{}", "{\"tries\":1,\"data\":\"\"}", "null", "{\"tries\":[[1]],\"data\":\"\"}"], text =>
        {
            var report = AttemptReport.Parse(text);
            Assert.NotNull(report.Failure);
            Assert.False(report.Succeeded);
        });

    [Fact]
    public void A_report_survives_its_way_and_what_is_printed_before_it()
    {
        var attempt = new Attempt(new Dictionary<string, string>(StringComparer.Ordinal));
        attempt.TryCode("CreateFileW", 5);
        attempt.Got("text\né");
        var report = AttemptReport.Parse(
            "written by an attack\n" + System.Text.Encoding.UTF8.GetString(attempt.ToJson()));
        Assert.Equal([("CreateFileW", 5)], report.Tries);
        Assert.Equal("text\né", report.Data);
        Assert.False(report.Succeeded);
    }
}
