namespace Pinfold.Core.Policy;

/// <summary>Applies <see cref="EnvironmentRules"/>.</summary>
public static class EnvironmentFilter
{
    /// <summary>What passes of <paramref name="variables"/>, then what the rules set; the names that were removed come back too.</summary>
    public static (IReadOnlyList<KeyValuePair<string, string>> Passed, IReadOnlyList<string> Removed) Apply(
        EnvironmentRules rules, IEnumerable<KeyValuePair<string, string>> variables) => throw new NotSupportedException();
}
