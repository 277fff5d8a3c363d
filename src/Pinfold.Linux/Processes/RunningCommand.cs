using Pinfold.Core.Planning;
using Pinfold.Launcher;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>A command inside its fence. Disposing it kills the whole tree.</summary>
public sealed class RunningCommand : IDisposable
{
    private const int EndTree = 64; // SIGRTMAX: the launcher kills the tree and cleans up
    private const int PatienceMilliseconds = 2000;
    private readonly ILauncherProcess _launcher;
    private readonly Descriptor _status;
    private readonly Plan _plan;
    private readonly Func<int, PlanStep?> _origin;
    private readonly EgressHandover? _egress;
    private LaunchResult? _result;

    internal RunningCommand(ILauncherProcess launcher, Descriptor status, Plan plan, Func<int, PlanStep?> origin,
        EgressHandover? egress = null)
    {
        (_launcher, _status, _plan, _origin, _egress) = (launcher, status, plan, origin, egress);
    }

    /// <summary>For poll(2): hangs up when the whole tree has ended. Never read here.</summary>
    internal int EndDescriptor => _status.Number;

    /// <summary>
    /// Blocks until the first process inside has made the sockets of the egress step; null when it never will. Ask
    /// once, and only when the request serves them.
    /// </summary>
    public EgressSockets? TakeEgress() => _egress?.Take();

    /// <summary>Sends a signal to the command (not to its children).</summary>
    public void Signal(int signal) => _launcher.Signal(signal);

    /// <summary>Kills every process of the tree. <see cref="Wait"/> then returns.</summary>
    public void Kill() => Signal(EndTree);

    /// <summary>
    /// Blocks until every process of the tree has ended. The launcher's own end is waited for in <see cref="Dispose"/>.
    /// </summary>
    public LaunchResult Wait()
    {
        if (_result is not null) return _result;
        var records = LaunchRecord.ReadAll(_status, out var settled);
        if (settled) return _result = LaunchVerdict.Of(records, _plan, _origin, 0);
        var signal = _launcher.Reap();
        _result = LaunchVerdict.Of(records, _plan, _origin, signal ?? 0);
        var killed = signal != 0;
        if (killed) AwaitFirst(records.Find(r => r.Status == LaunchStatus.Started)?.Value);

        // The launcher does this, unless it was killed or could not.
        StalePlaceholders.Remove(_plan, killed);
        CgroupFolders.Remove(_plan.Steps.OfType<PlanStep.JoinCgroup>().Select(s => s.Path.Value));
        return _result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_result is null)
        {
            Kill();
            Wait();
        }

        _egress?.Dispose();
        _launcher.Dispose();
        _status.Dispose();
    }

    /// <summary>
    /// The launcher was killed: the kernel is killing its children (PR_SET_PDEATHSIG). A zombie of process 1 has none
    /// left.
    /// </summary>
    private static void AwaitFirst(int? first)
    {
        using var process = first is { } pid ? ProcessDescriptor.Open(pid) : null;
        // the number may be another process's by now
        if (process is not null) ProcessDescriptor.Wait(process, PatienceMilliseconds);
    }
}
