using System.Diagnostics;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>A command that this process started, in a job of this process.</summary>
internal sealed class LocalCommand : RunningCommand
{
    private const uint KilledStatus = 137, TimedOutStatus = 124;
    private readonly ProcessHandle _process;
    private readonly Job _job;
    private readonly TimeSpan? _deadline;
    private readonly PseudoConsole? _terminal;
    private readonly long _started = Stopwatch.GetTimestamp();
    private volatile bool _killed;
    private LaunchResult? _result;

    internal LocalCommand(ProcessHandle process, Job job, TimeSpan? deadline, PseudoConsole? terminal)
    {
        (_process, _job, _deadline, _terminal) = (process, job, deadline, terminal);
    }

    /// <inheritdoc/>
    public override uint Id => Kernel32.IdOf(_process);

    /// <inheritdoc/>
    internal override ITerminal? Terminal => _terminal;

    /// <inheritdoc/>
    public override void Kill()
    {
        _killed = true;
        _job.Kill(KilledStatus);
    }

    /// <inheritdoc/>
    public override LaunchResult Wait()
    {
        if (_result is not null) return _result;
        var timedOut = !Ended();
        var code = timedOut ? TimedOutStatus : Kernel32.ExitCode(_process);

        // What the command left behind ends with it.
        _job.Kill(timedOut ? TimedOutStatus : KilledStatus);
        _job.WaitForEnd();
        return _result = timedOut
            ? new(LaunchOutcome.TimedOut, (int)TimedOutStatus, null)
            : new(_killed ? LaunchOutcome.Killed : LaunchOutcome.Exited, (int)code, null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_result is null) Kill();
        _terminal?.Dispose();
        _process.Dispose();
    }

    private bool Ended()
    {
        while (true)
        {
            var left = _deadline is { } deadline
                ? (deadline - Stopwatch.GetElapsedTime(_started)).TotalMilliseconds
                : -1;
            if (_deadline is not null && left <= 0) return Kernel32.WaitFor(_process, 0);
            var wait = _deadline is null ? Kernel32.INFINITE : (uint)Math.Min(Math.Ceiling(left), int.MaxValue);
            if (Kernel32.WaitFor(_process, wait)) return true;
        }
    }
}
