using Pinfold.Core.Planning;
using Xunit;

namespace Pinfold.Core.Tests.Planning;

public sealed class PlannerTests
{
    public static TheoryData<string> Names => [.. Hosts.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_plan_is_as_approved(string name)
    {
        var (policy, host) = Hosts.All[name];
        Approved.Verify(Planner.For(policy, host).ToString(), name);
    }

    [Fact]
    public void A_released_name_of_git_is_not_kept_and_the_others_are()
    {
        var (policy, host) = Hosts.All["git"];
        var plan = Planner.For(policy with { Protect = [.. policy.Protect.Where(p => p.Name != ".git/hooks")] }, host);
        Assert.Equal("/ws/.git/config /ws/.vscode /ws/.envrc /ws/.git/config.worktree",
            string.Join(' ', plan.Steps.OfType<PlanStep.ReadOnly>().Select(s => s.Path)));
    }

    [Fact]
    public void Git_can_be_kept_as_a_whole()
    {
        var (policy, host) = Hosts.All["git"];
        var plan = Planner.For(policy with { Protect = [.. policy.Protect, Samples.Handoff(".git")] }, host);
        Assert.Contains("/ws/.git", plan.Steps.OfType<PlanStep.ReadOnly>().Select(s => s.Path.Value),
            StringComparer.Ordinal);
    }
}
