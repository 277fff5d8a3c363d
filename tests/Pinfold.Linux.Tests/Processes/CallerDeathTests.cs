using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>kill -9 of the caller, of the outer launcher, and of both.</summary>
public sealed class CallerDeathTests : IDisposable
{
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void When_the_caller_is_killed_the_tree_dies_and_the_audit_still_runs()
    {
        var done = _fence.Folder + "/audited";
        var after = new Afterwards(["/bin/sh", "-c",
            $"(echo \"$0 $MARK $PWD\"; ls -A {_fence.Workspace}; ls /proc/self/fd | wc -l) > {done}", "after"],
            [new("MARK", "yes")]);
        var plan = PlanFile.Write(_fence, ["/bin/sh", "-c", "setsid sleep 8191 & echo up > ready; sleep 8192"], after);
        // The caller is the only reader of the status pipe: here "cat".
        var (status, output) = PlanFile.Host($"""
            cd {_fence.Folder}
            mkfifo status ws/ready
            cat status > /dev/null &
            caller=$!
            {PlanFile.Launcher} 3<{plan} 4>status >/dev/null 2>&1 &
            launcher=$!
            read up < ws/ready
            pgrep -f 'sleep 819[12]' > /dev/null && echo alive
            kill -9 $caller
            wait $launcher
            pgrep -f 'sleep 819[12]'
            echo dead
            """);
        Assert.Equal((0, "alive\ndead\n"), (status,
            string.Join('\n', output.Split('\n').Where(l => !l.Contains("Killed", StringComparison.Ordinal)))));
        Assert.Equal("after yes /\nready\n4\n", File.ReadAllText(done));
    }

    [Fact]
    public void When_the_command_ends_with_its_caller_alive_nothing_runs_afterwards()
    {
        var done = _fence.Folder + "/audited";
        var (_, result) = _fence.Run(["true"],
            edit: r => r with { Afterwards = new(["/bin/sh", "-c", $"echo x > {done}"], []) });
        Assert.Equal(0, result.ExitStatus);
        Assert.False(File.Exists(done));
    }

    [Fact]
    public void What_the_launcher_and_its_caller_left_when_both_were_killed_goes_with_the_next_start()
    {
        var plan = PlanFile.Write(_fence, ["/bin/sh", "-c", "echo up > ready; sleep 8193"]);
        PlanFile.Host($"""
            cd {_fence.Folder}
            mkfifo ws/ready
            {PlanFile.Launcher} 3<{plan} 4>/dev/null >/dev/null 2>&1 &
            launcher=$!
            read up < ws/ready
            kill -9 $launcher
            wait $launcher
            rm ws/ready
            """);
        Assert.Equal([".envrc", ".git", ".vscode"], Directory.GetFileSystemEntries(_fence.Workspace)
            .Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        var (output, result) = _fence.Shell("pgrep -xf 'sleep 819[3]'; echo x > .envrc; mkdir .vscode/x");
        Assert.NotEqual(0, result.ExitStatus);
        Assert.Empty(Directory.GetFileSystemEntries(_fence.Workspace));
        Assert.Empty(PlanFile.Host("pgrep -xf 'sleep 819[3]'").Output);
        Assert.DoesNotContain("x\n", output, StringComparison.Ordinal);
    }
}
