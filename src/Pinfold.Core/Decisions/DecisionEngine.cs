using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>(Policy, Request) → Decision. Pure; built once per policy, then asked any number of times.</summary>
public sealed class DecisionEngine
{
    /// <summary>An engine for <paramref name="policy"/>.</summary>
    public DecisionEngine(SandboxPolicy policy) => Policy = policy;

    /// <summary>The policy it decides by.</summary>
    public SandboxPolicy Policy { get; }

    /// <summary>The verdict with its chain of rules.</summary>
    public Decision Decide(Request request) => throw new NotSupportedException(request.ToString());
}
