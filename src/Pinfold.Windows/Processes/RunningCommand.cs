using System.Diagnostics;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>A command inside its fence. Disposing it kills the whole tree.</summary>
public sealed class RunningCommand : IDisposable
{
    private const uint KilledStatus = 137, TimedOutStatus = 124;
    private readonly ProcessHandle _process;
    private readonly Job _job;
    private readonly TimeSpan? _deadline;
    private readonly long _started = Stopwatch.GetTimestamp();
    private volatile bool _killed;
    private LaunchResult? _result;

    internal RunningCommand(ProcessHandle process, Job job, TimeSpan? deadline, PseudoConsole? terminal)
    {
        (_process, _job, _deadline, Terminal) = (process, job, deadline, terminal);
    }

    /// <summary>Its process's number.</summary>
    public uint Id => Kernel32.IdOf(_process);

    /// <summary>Its terminal, or null.</summary>
    internal PseudoConsole? Terminal { get; }

    /// <summary>Kills every process of the tree. <see cref="Wait"/> then returns.</summary>
    public void Kill()
    {
        _killed = true;
        _job.Kill(KilledStatus);
    }

    /// <summary>Blocks until the command has ended, and with it every process of its tree.</summary>
    public LaunchResult Wait()
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
    public void Dispose()
    {
        if (_result is null) Kill();
        Terminal?.Dispose();
        _process.Dispose();
    }

    private bool Ended()
    {
        while (true)
        {
            var left = _deadline is { } deadline ? (deadline - Stopwatch.GetElapsedTime(_started)).TotalMilliseconds : -1;
            if (_deadline is not null && left <= 0) return Kernel32.WaitFor(_process, 0);
            var wait = _deadline is null ? Kernel32.INFINITE : (uint)Math.Min(Math.Ceiling(left), int.MaxValue);
            if (Kernel32.WaitFor(_process, wait)) return true;
        }
    }
}
