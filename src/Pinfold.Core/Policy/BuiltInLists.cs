using System.Text;
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
        foreach (var (text, origin) in Lines("secrets.txt"))
        {
            var path = At(text, home);
            // A folder that holds the home folder is no secret of its own: /root, where that is the home.
            if (!home.IsWithin(path)) rules.DenyRead.Add(new(path.Value, path, null, origin));
        }

        foreach (var (text, origin) in Lines("handoffs.txt"))
        {
            var path = text.StartsWith('~') ? At(text, home) : (CanonicalPath?)null;
            if (path is { } place) rules.ProtectPaths.Add(new(place.Value, place, null, origin));
            else rules.Protect.Add(new(text, origin));
        }

        foreach (var (text, origin) in Lines("environment.txt")) rules.Remove.Add(new(text, origin));
        return rules;
    }

    /// <summary>The text of an embedded file.</summary>
    internal static string Text(string name)
    {
        using var stream = typeof(BuiltInLists).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the built-in list {name} is missing");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    internal static IEnumerable<(string Text, Origin Origin)> Lines(string name)
    {
        var number = 0;
        foreach (var line in Text(name).Split('\n'))
        {
            number++;
            if (line.Length > 0 && line[0] != '#') yield return (line, new(PolicyLayer.BuiltIn, name, number, 1));
        }
    }

    private static CanonicalPath At(string text, CanonicalPath home) =>
        text.StartsWith("~/", StringComparison.Ordinal) ? home.Combine(text[2..]) : CanonicalPath.Parse(text);
}
