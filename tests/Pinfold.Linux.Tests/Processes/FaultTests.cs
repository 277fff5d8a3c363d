using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Pinfold.Core.Planning;
using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>
/// A launch is killed at each of its system calls, and each of its system calls fails once (strace(1), "Tampering"):
/// the command runs in the whole fence or not at all, and the host is as it was. Needs strace.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private const string Probe = "grep -E '^(Seccomp|NoNewPrivs|CapBnd|CapEff):' /proc/self/status";
    private const string Confined =
        "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n";
    private readonly string _mark = "7" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000,
        999_999_999).ToString(CultureInfo.InvariantCulture);
    private readonly Lane[] _lanes = [new(), new()];

    public void Dispose() => Array.ForEach(_lanes, l => l.Fence.Dispose());

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
        var control = Trace(_lanes[0], scope, "trace=all");
        Assert.Equal((0, Confined), (control.Result.ExitStatus, control.Output));
        var calls = Calls(_lanes[0].Log);
        Assert.InRange(calls.Count, 40, 2000);
        var queue = new ConcurrentQueue<(string Name, int Time)>(calls);
        var outcomes = new ConcurrentBag<LaunchOutcome>();
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(_lanes, lane =>
        {
            while (queue.TryDequeue(out var call))
            {
                var run = Trace(lane, scope,
                    string.Create(CultureInfo.InvariantCulture, $"inject={call.Name}:{fault}:when={call.Time}"));
                outcomes.Add(run.Result.Outcome);
                // without a clock the time is over
                if (run.Result.Outcome == LaunchOutcome.TimedOut && call.Name == "clock_gettime") continue;
                if (Fault(lane, run) is not { } what) continue;
                wrong.Add($"{call.Name} {call.Time}: {what}; {run.Result.Outcome} {run.Result.ExitStatus} {run.Result.Failure}\n{run.Output}");
                lane.Clear();
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
        var failed = outcomes.Count(o => o == LaunchOutcome.Failed);
        Assert.True(failed > calls.Count / 5, $"of {calls.Count} faults {failed} were felt");
        Assert.Equal(mounts, File.ReadAllText("/proc/self/mountinfo"));
        Assert.Empty(PlanFile.Host($"pgrep -xf 'sleep {_mark[..^1]}[{_mark[^1]}]'").Output);
    }

    /// <summary>
    /// Null when the launch was refused whole, or the command ran in the whole fence; and it left nothing.
    /// </summary>
    private static string? Fault(Lane lane, (string Output, LaunchResult Result, Plan Plan) run)
    {
        var (output, result, plan) = run;
        if (result.Outcome == LaunchOutcome.TimedOut) return "it hung";
        if (result.Outcome == LaunchOutcome.Failed != (result.ExitStatus == 125))
            return "the status does not say what happened";
        if (result.Outcome == LaunchOutcome.Failed && (output.Length > 0 || result.Failure is null))
            return "it failed and ran";
        if (File.Exists(lane.Outside)) return "it wrote outside";
        if (Directory.GetFileSystemEntries(lane.Fence.Workspace) is { Length: > 0 } left)
            return $"it left {string.Join(' ', left)}";
        if (plan.Steps.OfType<PlanStep.JoinCgroup>().FirstOrDefault(c => Directory.Exists(c.Path.Value)) is { } cgroup)
            return $"it left {cgroup.Path}";
        var facts = output.Split('\n').Where(l => l.Contains(":\t", StringComparison.Ordinal));
        return facts.All(f => Confined.Contains(f, StringComparison.Ordinal)) ? null : "it ran outside the fence";
    }

    /// <summary>One launch under strace.</summary>
    private (string Output, LaunchResult Result, Plan Plan) Trace(Lane lane, string scope, string expression)
    {
        File.WriteAllText(lane.Options, $"{scope} -e {expression}\n");
        Plan? used = null;
        var (output, result) = lane.Fence.Run(
            ["/bin/sh", "-c",
                $"{Probe}; echo x 2>/dev/null > {lane.Outside}; (setsid sleep {_mark} >/dev/null 2>&1 &); exit 0"],
            TimeSpan.FromMinutes(2), program: lane.Strace, change: p => used = p);
        return (output, result, used!);
    }

    /// <summary>
    /// Each system call that the launcher's processes made up to the command, with how many times a process had made it
    /// by then.
    /// </summary>
    private static List<(string Name, int Time)> Calls(string log)
    {
        var lines = File.ReadLines(log).Select(l => Regex.Match(l, @"^(?<pid>\d+ +)?(?<name>\w+)\((?<rest>.*)",
            RegexOptions.NonBacktracking)).Where(m => m.Success)
            .Select(m => (Pid: m.Groups["pid"].Value, Name: m.Groups["name"].Value, Arguments: m.Groups["rest"].Value))
            .ToList();
        var start = lines.FindIndex(
            l => l.Name == "execve" && l.Arguments.StartsWith("\"/bin/sh\"", StringComparison.Ordinal));
        if (start >= 0)
        {
            var launcher = lines.Take(start).Select(l => l.Pid).ToHashSet(StringComparer.Ordinal);
            launcher.Remove(lines[start].Pid);
            lines = [.. lines.Take(start + 1), .. lines.Skip(start + 1).Where(l => launcher.Contains(l.Pid))];
        }

        return [.. lines.GroupBy(l => (l.Pid, l.Name)).GroupBy(g => g.Key.Name, g => g.Count(), StringComparer.Ordinal)
            .SelectMany(g => Enumerable.Range(1, g.Max()).Select(time => (g.Key, time)))];
    }

    /// <summary>
    /// A fence for one launch at a time. strace takes its options from a file, so that no file is written that is
    /// executed.
    /// </summary>
    private sealed class Lane
    {
        public Lane() => Strace = PlanFile.Script(Fence.Folder + "/strace",
            $"read -r options < {Options}\nexec /usr/bin/strace -o {Log} $options {PlanFile.Launcher}\n");

        public Fence Fence { get; } = new();

        public string Strace { get; }

        public string Options => Fence.Folder + "/options";

        public string Log => Fence.Folder + "/trace";

        public string Outside => Fence.Folder + "/outside";

        /// <summary>What one launch left is not held against the next.</summary>
        public void Clear()
        {
            File.Delete(Outside);
            foreach (var entry in Directory.GetDirectories(Fence.Workspace)) Directory.Delete(entry, recursive: true);
        }
    }
}
