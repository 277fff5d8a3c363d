using System.Globalization;
using System.Text.RegularExpressions;
using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>
/// A launch is killed at each of its system calls, and each of its system calls fails once (strace(1), "Tampering"): the command runs
/// in the whole fence or not at all, and the host is as it was. Needs strace.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private const string Probe = "grep -E '^(Seccomp|NoNewPrivs|CapBnd|CapEff):' /proc/self/status";
    private const string Confined = "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n";
    private readonly Fence _fence = new();
    private readonly string _mark = "7" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000, 999_999_999).ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void Killed_at_any_call_the_outer_process_leaves_nothing() => AtEachCall("", "signal=KILL");

    [Fact]
    public void Killed_at_any_call_all_processes_leave_nothing() => AtEachCall("-f", "signal=KILL");

    [Fact]
    public void An_error_in_any_call_of_the_outer_process_fails_closed() => AtEachCall("", "error=EIO");

    [Fact]
    public void An_error_in_any_call_of_any_process_fails_closed() => AtEachCall("-f", "error=EIO");

    private void AtEachCall(string scope, string fault)
    {
        var mounts = File.ReadAllText("/proc/self/mountinfo");
        var calls = Trace(scope, "trace=all", out var control);
        Assert.Equal((0, Confined), (control.Result.ExitStatus, control.Output));
        Assert.InRange(calls.Count, 40, 2000);
        var outcomes = new Dictionary<LaunchOutcome, int>();
        foreach (var (name, time) in calls)
        {
            Trace(scope, string.Create(CultureInfo.InvariantCulture, $"inject={name}:{fault}:when={time}"), out var run);
            var where = $"{scope} {fault} at {name} {time}: {run.Result.Outcome} {run.Result.ExitStatus} {run.Result.Failure}\n{run.Output}";
            Assert.NotEqual(LaunchOutcome.TimedOut, run.Result.Outcome);
            Assert.Equal(run.Result.Outcome == LaunchOutcome.Failed, run.Result.ExitStatus == 125);
            Assert.False(File.Exists(_fence.Folder + "/outside"), where);
            if (run.Result.Outcome == LaunchOutcome.Failed) Assert.True(run.Output.Length == 0 && run.Result.Failure is not null, where);
            foreach (var line in run.Output.Split('\n').Where(l => l.Contains(':', StringComparison.Ordinal) && l.Contains('\t', StringComparison.Ordinal)))
                Assert.True(Confined.Contains(line, StringComparison.Ordinal), where);
            if (fault.StartsWith("error", StringComparison.Ordinal)) _fence.Shell("true"); // what one failed rmdir(2) left goes with the next start
            Assert.True(Directory.GetFileSystemEntries(_fence.Workspace).Length == 0, where);
            outcomes[run.Result.Outcome] = outcomes.GetValueOrDefault(run.Result.Outcome) + 1;
        }

        Assert.True(outcomes.GetValueOrDefault(LaunchOutcome.Failed) > calls.Count / 5, $"of {calls.Count} faults few were felt: {string.Join(", ", outcomes)}");
        Assert.Equal(mounts, File.ReadAllText("/proc/self/mountinfo"));
        Assert.Empty(PlanFile.Host($"pgrep -xf 'sleep {_mark[..^1]}[{_mark[^1]}]'").Output);
        Assert.Empty(PlanFile.Host($"ls -d /sys/fs/cgroup/*/pinfold-{Environment.ProcessId}-* /sys/fs/cgroup/pinfold-{Environment.ProcessId}-* 2>/dev/null").Output);
    }

    /// <summary>One launch under strace; each system call that was made, with how many times a process had made it by then.</summary>
    private List<(string Name, int Time)> Trace(string scope, string expression, out (string Output, LaunchResult Result) run)
    {
        var log = _fence.Folder + "/trace";
        var strace = _fence.Folder + "/strace";
        File.WriteAllText(strace, $"#!/bin/sh\nexec /usr/bin/strace {scope} -o {log} -e {expression} {PlanFile.Launcher}\n");
        File.SetUnixFileMode(strace, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        run = _fence.Run(
            ["/bin/sh", "-c", $"{Probe}; echo x 2>/dev/null > {_fence.Folder}/outside; (setsid sleep {_mark} >/dev/null 2>&1 &); exit 0"],
            TimeSpan.FromSeconds(30), program: strace);
        var lines = File.ReadLines(log).Select(l => Regex.Match(l, @"^(\d+ +)?(\w+)\(", RegexOptions.NonBacktracking));
        return [.. lines.Where(m => m.Success).GroupBy(m => (m.Groups[1].Value, m.Groups[2].Value)).Select(g => (g.Key.Item2, Count: g.Count()))
            .GroupBy(g => g.Item1, StringComparer.Ordinal).SelectMany(g => Enumerable.Range(1, g.Max(c => c.Count)).Select(i => (g.Key, i)))];
    }
}
