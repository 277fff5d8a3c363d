using System.Text.Json;
using Pinfold.Core.Attacks;
using Xunit;

namespace Pinfold.Linux.Tests.Attacks;

/// <summary>The whole suite against this host's kernel, by the program that users run.</summary>
[Collection(Alone.Name)]
public sealed class VerifyTests(ITestOutputHelper log)
{
    [Fact]
    public void As_root_every_attack_is_denied()
    {
        Assert.SkipUnless(Person.IsRoot, "the tests do not run as root");
        using var root = Person.Self();
        Holds(root.Verify(), leastDenied: 300);
    }

    [Fact]
    public void As_an_ordinary_user_every_attack_is_denied()
    {
        using var user = Person.Ordinary();
        Holds(user.Verify(), leastDenied: 300);
    }

    [Theory]
    [InlineData("landlock", 280)]
    [InlineData("seccomp", 200)]
    [InlineData("mounts", 150)]
    public void With_one_mechanism_left_out_the_others_deny_what_they_claim(string mechanism, int leastDenied)
    {
        using var user = Person.Ordinary();
        Holds(user.Verify("--without", mechanism), leastDenied);
    }

    [Fact]
    public void A_report_names_what_it_holds_for()
    {
        using var self = Person.Self();
        var (report, status) = self.Verify("--attack", "write-outside-create", "--attack", "net-tcp");
        Assert.Equal(0, status);
        Assert.Equal(2, report.GetProperty("attacks").GetArrayLength());
        Assert.Equal(64, report.GetProperty("policy").GetString()!.Length);
        Assert.Equal(64, report.GetProperty("programs").GetProperty("pinfold-launcher").GetString()!.Length);
        Assert.StartsWith(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
            report.GetProperty("kernel").GetString(), StringComparison.Ordinal);
        Assert.Equal("EROFS", report.GetProperty("attacks")[0].GetProperty("errno").GetString());
    }

    private void Holds((JsonElement Report, int Status) run, int leastDenied)
    {
        var attacks = run.Report.GetProperty("attacks").EnumerateArray().ToArray();
        log.WriteLine(run.Report.GetProperty("totals").GetRawText());
        Assert.Equal(LinuxAttacks.All.Length, attacks.Length);
        Assert.Empty(attacks.Where(a => a.GetProperty("outcome").GetString() is "escaped" or "failed")
            .Select(a => $"{a.GetProperty("name").GetString()} {a.GetProperty("outcome").GetString()}: {a.GetProperty("detail").GetString()}"));
        Assert.InRange(run.Report.GetProperty("totals").GetProperty("denied").GetInt32(), leastDenied, attacks.Length);
        Assert.Equal(0, run.Status);
    }
}
