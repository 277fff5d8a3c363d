using Pinfold.Core.Decisions;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Decisions;

public sealed class DecisionJsonTests
{
    [Fact]
    public void A_decision_is_data_for_an_agent() => Assert.Equal(
        """
        {"request":{"kind":"write","path":"/etc/x"},"verdict":"deny","chain":[{"rule":"writes outside the roots are denied","verdict":"deny","origin":{"layer":"built_in","source":"defaults"}}],"explanation":"writing /etc/x is denied by 'writes outside the roots are denied' (defaults)","remedy":"the user may grant it: pinfold run --write /etc/x -- …"}
        """,
        Base.Write("/etc/x").ToJson()
            .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    [Fact]
    public void Every_kind_of_request_can_be_written()
    {
        Request[] requests = [new Request.Read(Path("/a\uDCFF\n")), new Request.Connect("a\0", 0),
            new Request.Connect(null!, 1), new Request.Run(default), new Request.Run(["a", "\uD800"])];
        foreach (var request in requests)
            Assert.NotEmpty(new DecisionEngine(Base).Decide(request).ToJson().ToJsonString());
    }
}
