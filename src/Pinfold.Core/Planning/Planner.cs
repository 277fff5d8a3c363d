using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Planning;

/// <summary>(Policy, HostFacts) → Plan. Pure.</summary>
public static partial class Planner
{
    /// <summary>The paths whose kind a backend must look up before it plans: a short list, independent of the workspace's size.</summary>
    public static ImmutableArray<CanonicalPath> PathsOfInterest(SandboxPolicy policy, CanonicalPath home) =>
        throw new NotSupportedException();

    /// <summary>The plan for <paramref name="policy"/> on <paramref name="host"/>.</summary>
    public static Plan For(SandboxPolicy policy, HostFacts host) => throw new NotSupportedException();
}
