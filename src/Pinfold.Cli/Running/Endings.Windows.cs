using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Running;

/// <summary>What is said after a command.</summary>
internal static class Endings
{
    internal static Ending Of(LaunchResult result, EnforcementReport report, SandboxPolicy policy)
    {
        List<string> lines = result.Outcome switch
        {
            LaunchOutcome.TimedOut => [Ending.TimedOut(policy)],
            LaunchOutcome.NotFound => [result.Failure ?? "no such program in the PATH of the command"],
            LaunchOutcome.NotExecutable => [result.Failure ?? "the program cannot be executed"],
            _ => [],
        };
        return new(Facts.Name(result.Outcome), result.ExitStatus, report, result.Failure, lines, []);
    }

    /// <summary>The fence was built, and does not hold what the policy asks for.</summary>
    internal static Ending Refused(EnforcementReport report, ImmutableArray<ControlReport> gaps) =>
        new("refused", ExitStatus.Refused, report, null, [Gaps.Describe(gaps)],
            [("gaps", Facts.Report(report, gaps.Contains))]);
}
