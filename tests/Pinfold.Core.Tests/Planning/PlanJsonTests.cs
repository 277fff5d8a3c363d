using System.Text.Json;
using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning;
using Xunit;

namespace Pinfold.Core.Tests.Planning;

public sealed class PlanJsonTests
{
    [Fact]
    public void A_plan_is_data_for_programs()
    {
        var (policy, host) = Hosts.All["git-worktree"];
        var json = JsonNode.Parse(Planner.For(policy, host).ToJson().ToJsonString())!;
        Approved.Verify(json.ToJsonString(new JsonSerializerOptions
            { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            "worktree");
    }

    [Fact]
    public void Every_approved_plan_can_be_written() =>
        Assert.All(Hosts.All.Values, h => Assert.Equal(Enum.GetValues<Control>().Length,
            Planner.For(h.Policy, h.Host).ToJson()["expected"]!.AsArray().Count));
}
