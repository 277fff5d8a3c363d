namespace Pinfold.Core.Policy;

/// <summary>Applies <see cref="EnvironmentRules"/>.</summary>
public static class EnvironmentFilter
{
    private static readonly string[] TempNames = ["TMPDIR", "TMP", "TEMP"];

    /// <summary>What passes of <paramref name="variables"/>, then what the rules set; the names that were removed come
    /// back too.</summary>
    /// <remarks>Malformed names are dropped, and of a name that occurs twice the first stays, which is what getenv(3)
    /// returns. Temporary files go to the private <c>/tmp</c>.</remarks>
    public static (IReadOnlyList<KeyValuePair<string, string>> Passed, IReadOnlyList<string> Removed) Apply(
        EnvironmentRules rules, IEnumerable<KeyValuePair<string, string>> variables)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(variables);
        var passed = new List<KeyValuePair<string, string>>();
        var removed = new List<string>();
        var seen = new HashSet<string>(TempNames, StringComparer.Ordinal);
        foreach (var variable in rules.Set)
            if (!Matches(rules.RemoveAlways, variable.Name) && seen.Add(variable.Name))
                passed.Add(new(variable.Name, variable.Value));
        foreach (var variable in variables)
        {
            if (string.IsNullOrEmpty(variable.Key)
                || variable.Key.AsSpan().ContainsAny('=', '\0') || variable.Value is null)
                continue;
            if (!seen.Add(variable.Key)) continue;
            if (Passes(rules, variable.Key)) passed.Add(variable);
            else removed.Add(variable.Key);
        }

        foreach (var name in TempNames) passed.Add(new(name, "/tmp"));
        return (passed, removed);
    }

    /// <summary>Whether a variable of that name passes.</summary>
    public static bool Passes(EnvironmentRules rules, string name)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(name);
        return !Matches(rules.RemoveAlways, name) && (!Matches(rules.Remove, name) || Matches(rules.Keep, name));
    }

    /// <summary>Whether <paramref name="name"/> matches; letters of ASCII in either case, as tools read
    /// <c>npm_config_x</c> in both.</summary>
    internal static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int element = 0, position = 0, run = -1, runEnd = 0;
        while (position < name.Length)
        {
            if (element < pattern.Length && pattern[element] == '*')
            {
                run = element++;
                runEnd = position;
            }
            else if (element < pattern.Length
                && char.ToUpperInvariant(pattern[element]) == char.ToUpperInvariant(name[position]))
            {
                element++;
                position++;
            }
            else if (run < 0)
            {
                return false;
            }
            else
            {
                position = ++runEnd;
                element = run + 1;
            }
        }

        return pattern[element..].IndexOfAnyExcept('*') < 0;
    }

    private static bool Matches(System.Collections.Immutable.ImmutableArray<VariableRule> rules, string name)
    {
        foreach (var rule in rules)
            if (IsMatch(rule.Name, name)) return true;
        return false;
    }
}
