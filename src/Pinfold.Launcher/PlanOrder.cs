namespace Pinfold.Launcher;

/// <summary>
/// The order of a plan: host names, one fork point, the fence, one start, what to run. A plan that would mount without
/// a mount namespace of its own, which would be on the host, is refused whoever wrote it.
/// </summary>
internal unsafe struct PlanOrder
{
    // pid, ipc, uts, mount
    private const ulong AllNamespaces = 0x7E020000, Mount = 0x20000,
        Network = 0x40000000, User = 0x10000000, Own = 0x2C020000;
    private int _phase;
    private bool _started, _elevated, _ownMounts, _ownNetwork, _argument, _candidate, _afterwards, _afterwardsArgument;

    internal bool IsComplete => _phase >= 3 && _argument && _candidate && _afterwards == _afterwardsArgument;

    internal bool Accepts(LaunchPlan* plan)
    {
        LaunchOp op = plan->Op;
        if (op == LaunchOp.Identity)
        {
            _elevated = !_started;
            _started = true;
            return _elevated;
        }

        _started = true;
        int phase = op < LaunchOp.CreateNamespaces ? 0 : op == LaunchOp.CreateNamespaces ? 1 : op < LaunchOp.Start ? 2
            : op == LaunchOp.Start ? 3 : op < LaunchOp.Afterwards ? 4 : 5;
        bool once = phase == 1 || phase == 3;
        if (phase < _phase || (once && phase == _phase) || (phase > 1 && _phase < 1) || (phase > 3 && _phase < 3))
            return false;
        _phase = phase;
        if (phase == 1)
        {
            _ownMounts = (plan->Number(0) & Mount) != 0;
            _ownNetwork = (plan->Number(0) & Network) != 0;
            if (_elevated && ((plan->Number(0) & Own) != Own || (plan->Number(0) & User) != 0)) return false;
            return (plan->Number(0) & ~AllNamespaces) == 0;
        }

        if (op == LaunchOp.Argument) _argument = true;
        if (op == LaunchOp.Candidate) _candidate = true;
        if (op == LaunchOp.Afterwards)
        {
            if (_afterwards) return false;
            _afterwards = true;
        }

        if (op == LaunchOp.AfterwardsArgument) _afterwardsArgument = true;
        // or the host's routes would change
        if (op >= LaunchOp.LoopbackUp && op <= LaunchOp.HandSockets) return phase == 2 && _ownNetwork;
        return phase != 2 || _ownMounts || op > LaunchOp.LoopbackUp;
    }
}
