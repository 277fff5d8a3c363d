using Pinfold.Core.Planning;
using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>Each layer holds with the other one taken away: a plan is data, so a test removes a step.</summary>
public sealed class LayerTests : IDisposable
{
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void Mounts_alone_keep_the_outside_unwritable()
    {
        var (output, _) = _fence.Shell($"echo x > {_fence.Folder}/outside", change: Without<PlanStep.Landlock>);
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Landlock_alone_keeps_the_outside_unwritable()
    {
        var facts = _fence.Facts() with { NoUserNamespaces = "the test says so" };
        var (output, result) = _fence.Run(
            ["/bin/sh", "-c", $"echo in > made; echo x > {_fence.Folder}/outside"], facts: facts);
        Assert.Contains("Permission denied", output, StringComparison.Ordinal);
        Assert.Equal(LaunchOutcome.Exited, result.Outcome);
        Assert.True(File.Exists(_fence.Workspace + "/made"));
        Assert.False(File.Exists(_fence.Folder + "/outside"));
    }

    [Fact]
    public void Without_seccomp_there_is_still_no_route_out()
    {
        var (output, _) = _fence.Shell(
            "python3 -c 'import socket\ns=socket.socket()\ntry: s.connect((\"192.0.2.1\",80)); print(\"ESCAPED\")\nexcept OSError as e: print(e.strerror)'",
            change: Without<PlanStep.Seccomp>);
        Assert.Equal("Network is unreachable\n", output);
    }

    private static Plan Without<T>(Plan plan) => plan with { Steps = [.. plan.Steps.Where(s => s is not T)] };
}
