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
}
