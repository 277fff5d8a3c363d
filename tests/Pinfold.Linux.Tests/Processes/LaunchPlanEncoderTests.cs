using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

public sealed class LaunchPlanEncoderTests
{
    [Fact]
    public void Every_operation_names_the_step_it_came_from()
    {
        using var fence = new Fence();
        var plan = Planner.For(fence.Policy, fence.Facts());
        var request = new LaunchRequest { Argv = ["true"], WorkingDirectory = CanonicalPath.Root, Environment = [] };
        var encoder = LaunchPlanEncoder.Encode(plan, request, Native.Libc.GetUid(), Native.Libc.GetGid(),
            new Dictionary<int, int>());
        if (Environment.GetEnvironmentVariable("PINFOLD_DUMP_PLAN") is { } file)
            File.WriteAllBytes(file, encoder.Bytes);
        Assert.Equal(plan.Steps[0], encoder.Origin(0));
        Assert.Equal(encoder.Bytes.Length, BitConverter.ToInt32(encoder.Bytes[4..]));
    }
}
