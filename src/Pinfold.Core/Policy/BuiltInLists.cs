using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>Pinfold's own lists (Policy/BuiltIn/*.txt): one entry a line, <c>#</c> starts a comment.</summary>
internal static class BuiltInLists
{
    /// <summary>What the built-in layer says for a home folder.</summary>
    internal static LayerRules Rules(CanonicalPath workspace, CanonicalPath home)
    {
        var here = new Origin(PolicyLayer.BuiltIn, "built-in");
        List<PathRule> write = [new(workspace.Value, workspace, null, here)];
        var rules = new LayerRules { Write = write, DenyRead = [], Protect = [], ProtectPaths = [], Remove = [] };
        var onWindows = WindowsPath.IsOnDrive(home);
        foreach (var (text, origin) in Of("secrets.txt", "secrets.windows.txt"))
        {
            var path = At(text, home);
            if (onWindows && !WindowsPath.IsOnDrive(path)) continue;
            // A folder that holds the home folder is no secret of its own: /root, where that is the home.
            if (!home.IsWithin(path)) rules.DenyRead.Add(new(path.Value, path, null, origin));
        }

        foreach (var (text, origin) in Of("handoffs.txt", "handoffs.windows.txt"))
        {
            var path = text.StartsWith('~') ? At(text, home) : (CanonicalPath?)null;
            if (path is { } place) rules.ProtectPaths.Add(new(place.Value, place, null, origin));
            else rules.Protect.Add(new(text, origin));
        }

        foreach (var (text, origin) in Lines("environment.txt")) rules.Remove.Add(new(text, origin));
        return rules;

        IEnumerable<(string Text, Origin Origin)> Of(string name, string besides) =>
            onWindows ? Lines(name).Concat(Lines(besides)) : Lines(name);
    }

    /// <summary>
    /// The text of a file. The build makes a constant of each (Pinfold.Core.csproj), as reading a resource costs a
    /// start too much.
    /// </summary>
    internal static string Text(string name) => name switch
    {
        "secrets.txt" => BuiltInTexts.secrets_txt,
        "secrets.windows.txt" => BuiltInTexts.secrets_windows_txt,
        "handoffs.windows.txt" => BuiltInTexts.handoffs_windows_txt,
        "handoffs.txt" => BuiltInTexts.handoffs_txt,
        "environment.txt" => BuiltInTexts.environment_txt,
        "user.toml" => BuiltInTexts.user_toml,
        "project.toml" => BuiltInTexts.project_toml,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no built-in list"),
    };

    internal static IEnumerable<(string Text, Origin Origin)> Lines(string name)
    {
        var text = Text(name);
        var number = 0;
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            number++;
            end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            if (end > start && text[start] != '#')
                yield return (text[start..end], new(PolicyLayer.BuiltIn, name, number, 1));
        }
    }

    private static CanonicalPath At(string text, CanonicalPath home) =>
        text.StartsWith("~/", StringComparison.Ordinal) ? home.Combine(text[2..]) : CanonicalPath.Parse(text);
}
