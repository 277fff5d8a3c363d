using System.Collections;
using System.Collections.Immutable;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Running;

/// <summary>The variables of this process.</summary>
internal static class ProcessEnvironment
{
    /// <summary>
    /// What a command gets: what the policy lets pass, and what the fence itself sets. Its temporary folder is set with
    /// the plan.
    /// </summary>
    internal static (ImmutableArray<KeyValuePair<string, string>> Variables, IReadOnlyList<string> Removed) For(
        SandboxPolicy policy, string session)
    {
        if (policy.Profile == Profile.FullAccess) return ([.. Current(), new("PINFOLD_SESSION", session)], []);
        var (passed, removed) = EnvironmentFilter.Apply(policy.Environment, Current());
        return ([.. passed.Where(v => !v.Key.Equals("PINFOLD_SESSION", StringComparison.OrdinalIgnoreCase)),
            new("PINFOLD_SESSION", session)], removed);
    }

    internal static List<KeyValuePair<string, string>> Current()
    {
        var variables = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            // "=C:" is cmd's own
            if (variable.Key is string { Length: > 0 } name && name[0] != '=')
                variables.Add(new(name, (string?)variable.Value ?? ""));
        return variables;
    }
}
