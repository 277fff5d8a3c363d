using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

public sealed class WindowsPlannerTests
{
    [Fact]
    public void The_plan_for_a_fresh_machine_is_approved() => Approved.Verify(new Scene().Plan().ToString(), "fresh");
}
