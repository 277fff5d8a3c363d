using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary>What a policy says that does nothing on this host.</summary>
internal static class PolicyWarnings
{
    /// <param name="policy">The merged policy.</param>
    /// <param name="denials">Denied paths too: for who checks a file.</param>
    internal static ImmutableArray<Diagnostic> Of(SandboxPolicy policy, bool denials = false) =>
        AbsentPaths.Find(policy, CommandLinePath.Exists, denials);

    /// <summary>A line for each.</summary>
    internal static string Text(IEnumerable<Diagnostic> warnings) =>
        string.Join('\n', warnings.Select(w => $"warning: {OsText.Display(w.ToString())}"));
}
