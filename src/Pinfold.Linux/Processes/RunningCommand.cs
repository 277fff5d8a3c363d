using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning;
using Pinfold.Launcher;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>A command inside its fence. Disposing it kills the whole tree.</summary>
public sealed unsafe class RunningCommand : IDisposable
{
    private const int EndTree = 64; // SIGRTMAX: the launcher kills the tree and cleans up
    private readonly int _pid;
    private readonly Descriptor _status;
    private readonly Plan _plan;
    private readonly LaunchPlanEncoder _encoder;
    private readonly Lock _gate = new();
    private LaunchResult? _result;
    private bool _reaped;

    internal RunningCommand(int pid, Descriptor status, Plan plan, LaunchPlanEncoder encoder)
    {
        (_pid, _status, _plan, _encoder) = (pid, status, plan, encoder);
    }

    /// <summary>For poll(2): hangs up when the whole tree has ended. Never read here.</summary>
    internal int EndDescriptor => _status.Number;

    /// <summary>Sends a signal to the command (not to its children).</summary>
    public void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_reaped) _ = Libc.Kill(_pid, signal); // ESRCH: it has just ended
        }
    }

    /// <summary>Kills every process of the tree. <see cref="Wait"/> then returns.</summary>
    public void Kill() => Signal(EndTree);

    /// <summary>Blocks until every process of the tree has ended.</summary>
    public LaunchResult Wait()
    {
        if (_result is not null) return _result;
        int waited, status;
        while ((waited = Libc.WaitPid(_pid, out status, 0)) < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.EINTR)
        {
        }

        LinuxException.Check(waited, "waitpid");
        lock (_gate) _reaped = true;
        var records = ReadRecords();
        if ((status & 0x7f) != 0) CleanUpAfterLauncher();
        return _result = Interpret(records, status & 0x7f);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_result is null)
        {
            Kill();
            Wait();
        }

        _status.Dispose();
    }

    /// <summary>It was killed and could not; the kernel has killed its children (PR_SET_PDEATHSIG).</summary>
    private void CleanUpAfterLauncher()
    {
        StalePlaceholders.Remove(_plan);
        CgroupFolders.Remove(_plan);
    }

    private LaunchResult Interpret(Dictionary<LaunchStatus, (int Step, int Value)> records, int launcherSignal)
    {
        if (records.TryGetValue(LaunchStatus.BadPlan, out var bad))
            return Failed($"the launcher refused the plan at byte {bad.Value}");
        if (records.TryGetValue(LaunchStatus.StepFailed, out var failed))
        {
            var step = _encoder.Origin(failed.Step);
            var what = step?.Describe() ?? "start the command in its working folder";
            return Failed($"{what}: {LinuxException.Symbol(failed.Value)} ({failed.Value})") with { FailedStep = step };
        }

        if (records.TryGetValue(LaunchStatus.ExecFailed, out var exec))
        {
            var missing = exec.Value is 2 or 20;
            return new(missing ? LaunchOutcome.NotFound : LaunchOutcome.NotExecutable, missing ? 127 : 126, _plan.Expected,
                LinuxException.Symbol(exec.Value));
        }

        if (!records.ContainsKey(LaunchStatus.Applied))
            return Failed(launcherSignal != 0 ? $"the launcher was killed by signal {launcherSignal}" : "the launcher ended before the plan was applied");
        if (records.ContainsKey(LaunchStatus.TimedOut)) return new(LaunchOutcome.TimedOut, 124, _plan.Expected, null);
        if (!records.TryGetValue(LaunchStatus.Ended, out var ended))
            return new(LaunchOutcome.Signalled, 128 + 9, _plan.Expected, null); // the tree was killed from outside
        var signal = ended.Value & 0x7f;
        return signal == 0
            ? new(LaunchOutcome.Exited, (ended.Value >> 8) & 0xff, _plan.Expected, null)
            : new(LaunchOutcome.Signalled, 128 + signal, _plan.Expected, null);
    }

    private static LaunchResult Failed(string why)
    {
        var none = Enum.GetValues<Control>().Select(c => new ControlReport(c, EnforcementStatus.NotEnforced, "nothing ran"));
        return new(LaunchOutcome.Failed, 125, new EnforcementReport([.. none]), why);
    }

    /// <summary>Ends when the last holder of the pipe, the first process inside, is gone, and so is the tree.</summary>
    private Dictionary<LaunchStatus, (int Step, int Value)> ReadRecords()
    {
        var records = new Dictionary<LaunchStatus, (int, int)>();
        var record = stackalloc int[4];
        while (Libc.Read(_status.Number, record, 16) == 16) records.TryAdd((LaunchStatus)record[0], (record[1], record[2]));
        return records;
    }
}
