using Pinfold.Core.Decisions;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Decisions;

public sealed class RunTests
{
    private static readonly SandboxPolicy Ruled = Base with
    {
        Commands =
        [
            Command(Verdict.Deny, "git", "push", "--force"),
            Command(Verdict.Ask, "git", "push"), Command(Verdict.Allow, "git"),
            Command(Verdict.Deny, "/usr/bin/curl"),
        ],
    };

    [Fact]
    public void Commands_are_allowed_by_default() => Assert.Equal(Verdict.Allow, Ruled.Run("make", "-j2").Verdict);

    [Theory]
    [InlineData(Verdict.Allow, "git", "status")]
    [InlineData(Verdict.Ask, "git", "push")]
    [InlineData(Verdict.Ask, "git", "push", "-f")]
    [InlineData(Verdict.Deny, "git", "push", "--force", "origin")]
    [InlineData(Verdict.Deny, "/usr/local/bin/git", "push", "--force")]
    [InlineData(Verdict.Allow, "git", "pushy")]
    [InlineData(Verdict.Deny, "/usr/bin/curl", "x")]
    [InlineData(Verdict.Allow, "curl", "x")] // a rule with a slash names that file alone
    [InlineData(Verdict.Allow, "sh", "-c", "git push --force")] // words, never shell strings
    public void The_strictest_prefix_wins_word_by_word(Verdict verdict, params string[] argv) =>
        Assert.Equal(verdict, Ruled.Run(argv).Verdict);

    [Fact]
    public void The_chain_goes_from_weak_to_strict()
    {
        var decision = Ruled.Run("git", "push", "--force");
        Assert.Equal("commands are allowed < command git < command git push < command git push --force",
            decision.Rules());
        Assert.Equal("the user may change the rule at /home/u/.config/pinfold/policy.toml(7,3)", decision.Remedy);
    }

    [Fact]
    public void An_empty_command_is_denied()
    {
        Assert.Equal(Verdict.Deny, Base.Run().Verdict);
        Assert.Equal(Verdict.Deny, new DecisionEngine(Base).Decide(new Request.Run(default)).Verdict);
    }
}
