using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Auditing;

/// <summary>What an audit did, for people: each thing that was moved, and the one command that takes it back.</summary>
internal static class AuditText
{
    private const int Shown = 8;

    internal static IEnumerable<string> Lines(AuditResult result, string session, CanonicalPath workspace)
    {
        foreach (var item in result.Quarantined.Take(Shown))
            yield return $"quarantined: {Short(item.Origin, workspace)}: {OsText.Display(item.Reason)}";
        if (result.Quarantined.Length > Shown) yield return $"quarantined: {result.Quarantined.Length - Shown} more";
        if (result.Quarantined.Length == 1)
            yield return $"  to take it back, after a look at it: pinfold restore {session}";
        else if (result.Quarantined.Length > 1)
            yield return $"  to take them back, after a look: pinfold restore {session}; "
                + "'pinfold restore' alone lists them";
        foreach (var (path, reason) in result.Problems.Take(Shown))
            yield return $"not audited: {Short(path, workspace)}: {OsText.Display(reason)}";
        if (result.Problems.Length > Shown) yield return $"not audited: {result.Problems.Length - Shown} more";
    }

    private static string Short(CanonicalPath path, CanonicalPath workspace)
    {
        var (text, head) = (path.ToString(), workspace.ToString());
        if (workspace == CanonicalPath.Root || path == workspace || !path.IsWithin(workspace)) return text;
        return text[(head.EndsWith('\\') ? head.Length : head.Length + 1)..]; // a drive
    }
}
