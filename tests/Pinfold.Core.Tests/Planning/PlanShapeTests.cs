using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Xunit;

namespace Pinfold.Core.Tests.Planning;

public sealed class PlanShapeTests
{
    private static readonly Plan Plan = Planner.For(Hosts.All["full"].Policy, Hosts.All["full"].Host);

    [Fact]
    public void Paths_and_amounts_do_not_matter()
    {
        var more = Plan with
        {
            Steps = [.. Plan.Steps, .. Plan.Steps.OfType<PlanStep.Hide>(),
                new PlanStep.Hide(CanonicalPath.Parse("/x"), true)]
        };
        Assert.Equal(PlanShape.Of(Plan), PlanShape.Of(more));
    }

    [Fact]
    public void Each_kind_of_step_matters()
    {
        var kinds = Plan.Steps.Select(s => s.GetType()).Distinct().ToArray();
        Assert.All(kinds, kind => Assert.NotEqual<object>(PlanShape.Of(Plan),
            PlanShape.Of(Plan with { Steps = [.. Plan.Steps.Where(s => s.GetType() != kind)] })));
    }

    [Fact]
    public void Every_approved_plan_has_a_shape_without_its_paths() =>
        Assert.All(Hosts.All.Values,
            h => Assert.DoesNotContain("/home", PlanShape.Of(Planner.For(h.Policy, h.Host)), StringComparison.Ordinal));
}
