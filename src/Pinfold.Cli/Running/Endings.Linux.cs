using System.Text.Json.Nodes;
using Pinfold.Core.Policy;
using Pinfold.Linux.Processes;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Running;

/// <summary>What is said after a command.</summary>
internal static class Endings
{
    /// <param name="result">How it ended.</param>
    /// <param name="audit">What the audit found; null when it is still owed, which has been told.</param>
    /// <param name="session">Its session.</param>
    /// <param name="policy">The policy.</param>
    internal static Ending Of(LaunchResult result, AuditResult? audit, string session, SandboxPolicy policy) =>
        new Ending(Facts.Name(result.Outcome), result.ExitStatus, result.Report, result.Failure, Lines(result, policy),
            More(result))
            .With(audit, session, policy);

    private static List<string> Lines(LaunchResult result, SandboxPolicy policy)
    {
        var lines = new List<string>();
        switch (result.Outcome)
        {
            case LaunchOutcome.Failed: lines.Add($"nothing ran: {result.Failure}"); break;
            case LaunchOutcome.TimedOut: lines.Add(Ending.TimedOut(policy)); break;
            case LaunchOutcome.NotFound or LaunchOutcome.NotExecutable: lines.Add(result.Failure!); break;
        }

        // Many programs look up a name, go on without, and succeed.
        foreach (var denial in result.Denials.Where(d => result.ExitStatus != 0 || !DenialText.IsLookUp(d)))
            if (DenialText.Of(denial, policy) is var line && !lines.Contains(line)) lines.Add(line);
        if (result.DenialsOmitted > 0) lines.Add($"denied: {result.DenialsOmitted} more");
        return lines;
    }

    private static IEnumerable<(string Key, JsonNode? Value)> More(LaunchResult result)
    {
        yield return ("denials", Facts.Denials(result.Denials));
        yield return ("denials_omitted", result.DenialsOmitted);
    }
}
