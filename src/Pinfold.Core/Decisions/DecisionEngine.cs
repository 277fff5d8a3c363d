using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// (Policy, Request) → Decision. Pure; built once per policy, then asked any number of times, from any thread.
/// </summary>
/// <remarks>The rules are in docs/decisions.md; a test compares this engine with a naive one.</remarks>
public sealed class DecisionEngine
{
    private static readonly ImmutableArray<Reason> NoFence =
        [new("profile = full-access", Verdict.Allow, new(PolicyLayer.BuiltIn, "profile"))];

    private readonly ReadRules _reads;
    private readonly WriteRules _writes;
    private readonly NetworkRules _network;
    private readonly CommandRules _commands;

    /// <summary>An engine for <paramref name="policy"/>.</summary>
    /// <param name="policy">What the user allows.</param>
    /// <param name="reach">In elevated mode, what the online account reaches.</param>
    public DecisionEngine(SandboxPolicy policy, AccountReach? reach = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Policy = policy;
        _reads = new(policy);
        _writes = new(policy, _reads);
        _network = new(policy, reach);
        _commands = new(policy);
    }

    /// <summary>The policy it decides by.</summary>
    public SandboxPolicy Policy { get; }

    /// <summary>The verdict with its chain of rules.</summary>
    public Decision Decide(Request request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request is Request.Run run) return _commands.Decide(run);
        if (Policy.Profile == Profile.FullAccess)
            return new(request, Verdict.Allow, NoFence,
                "everything is allowed by 'profile = full-access': there is no fence", null);
        return request switch
        {
            Request.Read read => _reads.Decide(read),
            Request.Write write => _writes.Decide(write),
            Request.Connect connect => _network.Decide(connect),
            _ => throw new UnreachableException(request.GetType().Name),
        };
    }
}
