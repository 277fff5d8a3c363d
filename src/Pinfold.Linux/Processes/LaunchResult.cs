using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning;

namespace Pinfold.Linux.Processes;

/// <summary>What became of a launch, after the whole tree has ended.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ExitStatus">The status for <c>pinfold run</c> (docs/cli.md).</param>
/// <param name="Report">What was enforced; every control <c>NotEnforced</c> when the launch failed.</param>
/// <param name="Failure">For <see cref="LaunchOutcome.Failed"/>: the step, its object, and the kernel's error. Else
/// null.</param>
public sealed record LaunchResult(LaunchOutcome Outcome, int ExitStatus, EnforcementReport Report, string? Failure)
{
    /// <summary>For <see cref="LaunchOutcome.Failed"/>: the step that failed, when a step did.</summary>
    public PlanStep? FailedStep { get; init; }

    /// <summary>What the fence knows it refused, each once; a bounded number.</summary>
    public ImmutableArray<Denial> Denials { get; init; } = [];

    /// <summary>How many more refusals there were than <see cref="Denials"/> has room for.</summary>
    public int DenialsOmitted { get; init; }
}
