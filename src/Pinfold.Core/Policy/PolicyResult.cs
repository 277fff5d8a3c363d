using System.Collections.Immutable;

namespace Pinfold.Core.Policy;

/// <summary>The merged policy, or every fault of every layer at once.</summary>
/// <param name="Policy">Null exactly when there are diagnostics: a faulty policy allows nothing.</param>
/// <param name="Diagnostics">In the order of layers and lines.</param>
public sealed record PolicyResult(SandboxPolicy? Policy, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The most network that the machine's layer allows: online where it says nothing.</summary>
    public NetworkMode NetworkCeiling { get; init; } = NetworkMode.Online;
}
