using System.Collections.Immutable;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Planning;

/// <summary>Which ports inside lead to the egress proxy.</summary>
internal static class EgressPorts
{
    private const int Usual = 3128;

    internal static PlanStep.Egress For(SandboxPolicy policy)
    {
        ImmutableArray<int> direct = [.. policy.Allow.Select(r => r.Port).Distinct()
            .Except(policy.Loopback).Order().Take(PlanStep.Egress.MaxPorts)];
        var proxy = Usual;
        while (direct.Contains(proxy) || policy.Loopback.Contains(proxy)) proxy++;
        return new(proxy, direct);
    }
}
