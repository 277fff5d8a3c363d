using Pinfold.Core.Decisions;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Decisions;

public sealed class ReadTests
{
    private static readonly SandboxPolicy WithSecret = Base with { DenyRead = [Rule("/home/u/.ssh", BuiltIn)] };

    [Fact]
    public void Reads_are_allowed_by_default()
    {
        var decision = Base.Read("/etc/hosts");
        Assert.Equal(Verdict.Allow, decision.Verdict);
        Assert.Equal("reads are allowed", decision.Rules());
        Assert.Null(decision.Remedy);
    }

    [Theory]
    [InlineData("/home/u/.ssh")]
    [InlineData("/home/u/.ssh/keys/id_ed25519")]
    public void A_secret_and_all_below_it_is_denied(string path)
    {
        var decision = WithSecret.Read(path);
        Assert.Equal(Verdict.Deny, decision.Verdict);
        Assert.Equal("reads are allowed < deny_read /home/u/.ssh", decision.Rules());
        Assert.Equal($"reading {path} is denied by 'deny_read /home/u/.ssh' (built-in)", decision.Explanation);
        Assert.Equal($"the user may grant it: pinfold run --read {path} -- …", decision.Remedy);
    }

    [Fact]
    public void A_name_that_only_begins_like_a_secret_is_allowed() =>
        Assert.Equal(Verdict.Allow, WithSecret.Read("/home/u/.sshd").Verdict);

    [Theory]
    [InlineData("/home/u/.ssh", Verdict.Allow)] // as specific
    [InlineData("/home/u/.ssh/known_hosts", Verdict.Allow)] // more specific
    [InlineData("/home/u", Verdict.Deny)] // less specific
    [InlineData("/home/u/.ssh/id", Verdict.Deny)] // about something else
    public void A_grant_lifts_a_rule_that_it_lies_within(string grant, Verdict verdict)
    {
        var decision = (WithSecret with { Read = [Rule(grant, User)] }).Read("/home/u/.ssh/known_hosts");
        Assert.Equal(verdict, decision.Verdict);
        Assert.Equal(verdict == Verdict.Allow ? $"read {grant}" : "deny_read /home/u/.ssh", decision.Chain[^1].Rule);
    }

    [Fact]
    public void A_rule_inside_what_a_grant_lifts_still_denies()
    {
        var policy = WithSecret with
            { DenyRead = [.. WithSecret.DenyRead, Rule("/home/u/.ssh/keys")], Read = [Rule("/home/u/.ssh", User)] };
        Assert.Equal(Verdict.Allow, policy.Read("/home/u/.ssh/config").Verdict);
        Assert.Equal(
            "reads are allowed < deny_read /home/u/.ssh < read /home/u/.ssh < deny_read /home/u/.ssh/keys",
            policy.Read("/home/u/.ssh/keys/a").Rules());
    }

    [Theory]
    [InlineData(PolicyLayer.BuiltIn, Verdict.Allow)]
    [InlineData(PolicyLayer.User, Verdict.Allow)]
    [InlineData(PolicyLayer.Project, Verdict.Deny)]
    [InlineData(PolicyLayer.Machine, Verdict.Deny)]
    public void What_the_machine_or_the_project_denies_stays_denied(PolicyLayer deny, Verdict verdict) =>
        Assert.Equal(verdict,
            (Base with { DenyRead = [Rule("/s", deny)], Read = [Rule("/s", PolicyLayer.Flag)] }).Read("/s/x").Verdict);

    [Theory]
    [InlineData("/ws/.env", Verdict.Allow)] // the pattern covers it
    [InlineData("/ws", Verdict.Deny)]
    [InlineData("/ws/**/.env", Verdict.Allow)] // the same pattern
    [InlineData("/ws/*", Verdict.Deny)] // cannot be told
    public void A_grant_lifts_a_pattern_that_it_lies_within(string grant, Verdict verdict)
    {
        var policy = Base with { DenyRead = [Pattern("/ws/**/.env")], Read = [Pattern(grant)] };
        Assert.Equal(verdict, policy.Read("/ws/.env").Verdict);
        Assert.Equal(verdict == Verdict.Allow, policy.DeniesRead(Path("/ws/.env")) is null);
    }

    [Fact]
    public void Only_the_administrator_can_lift_a_machine_rule()
    {
        var policy = Base with
            { DenyRead = [Rule("/s", new Origin(PolicyLayer.Machine, "/etc/pinfold/policy.toml", 4, 1))] };
        Assert.Equal("only the administrator may change the rule at /etc/pinfold/policy.toml(4,1)",
            policy.Read("/s").Remedy);
    }

    [Theory]
    [InlineData("/s/a b", "'/s/a b'")]
    [InlineData("/s/it's", "'/s/it'\\''s'")]
    [InlineData("/s/a\nb", "$'/s/a\\x0ab'")]
    [InlineData("/s/$(id)", "'/s/$(id)'")]
    public void A_remedy_can_be_pasted_into_a_shell(string path, string word) =>
        Assert.Equal($"the user may grant it: pinfold run --read {word} -- …",
            (Base with { DenyRead = [Rule("/s")] }).Read(path).Remedy);

    [Fact] // not in a theory: attributes cannot hold a lone surrogate
    public void A_remedy_can_name_bytes_that_are_no_text() =>
        Assert.Equal("the user may grant it: pinfold run --read $'/s/\\xff' -- …",
            (Base with { DenyRead = [Rule("/s")] }).Read("/s/\uDCFF").Remedy);
}
