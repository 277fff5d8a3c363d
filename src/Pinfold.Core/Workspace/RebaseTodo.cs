namespace Pinfold.Core.Workspace;

/// <summary>
/// The list of an unfinished rebase (<c>rebase-merge/git-rebase-todo</c>, git-rebase(1)): <c>git rebase --continue</c>
/// does what it says.
/// </summary>
public static class RebaseTodo
{
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "pick", "p", "reword", "r", "edit", "e", "squash", "s", "fixup", "f",
        "drop", "d", "break", "b", "label", "l", "reset", "t", "merge", "m",
        "update-ref", "u", "noop",
    };

    private static readonly HashSet<string> Strategies = new(StringComparer.Ordinal)
        { "ort", "recursive", "resolve", "octopus", "ours", "subtree" };

    /// <summary>True when a line runs a program, or is none that git 2.39 writes.</summary>
    public static bool RunsPrograms(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#') continue;
            var end = trimmed.AsSpan().IndexOfAny(' ', '\t');
            if (!Plain.Contains(end < 0 ? trimmed : trimmed[..end])) return true;
        }

        return false;
    }

    /// <summary>True when a merge strategy is git's own: any other one is the name of a program.</summary>
    public static bool IsOwnStrategy(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Strategies.Contains(text.Trim());
    }
}
