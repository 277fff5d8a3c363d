using System.Collections.Immutable;
using Pinfold.Core.Planning;

namespace Pinfold.Cli.Running;

/// <summary>
/// git refuses a repository of another owner (git-config(1), safe.directory). Where the account is let in by access
/// list it is not the owner, so it is told, by variables, that the folders are meant. Variables of the user's own pass
/// as they are.
/// </summary>
internal static class GitTrust
{
    internal static IEnumerable<KeyValuePair<string, string>> Variables(Plan plan,
        ImmutableArray<KeyValuePair<string, string>> environment)
    {
        var folders = plan.Steps.OfType<PlanStep.GrantAccess>().Where(g => g.Write).ToArray();
        if (folders.Length == 0 || environment.Any(v => v.Key == "GIT_CONFIG_COUNT")) yield break;
        yield return new("GIT_CONFIG_COUNT", $"{folders.Length}");
        for (var i = 0; i < folders.Length; i++)
        {
            yield return new($"GIT_CONFIG_KEY_{i}", "safe.directory");
            yield return new($"GIT_CONFIG_VALUE_{i}", folders[i].Path.Value);
        }
    }
}
