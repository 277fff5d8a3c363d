using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>Path and pattern texts of a policy: <c>/x</c>, <c>~/x</c>, <c>{workspace}/x</c>, and <c>x</c> for below the
/// workspace.</summary>
internal sealed class PathSyntax(CanonicalPath workspace, CanonicalPath home, DiagnosticBag faults)
{
    private const string WorkspaceWord = "{workspace}";
    private const string TempWord = "{temp}";

    internal CanonicalPath Workspace => workspace;

    internal CanonicalPath Home => home;

    /// <summary>
    /// True for the private temporary folder: always writable, so that a rule for it changes nothing.
    /// </summary>
    internal static bool IsTemp(string text) => text is TempWord or "{temp}/" or "/tmp";

    /// <summary>The rule, or null when a fault was reported. <paramref name="relative"/>: a text without anchor is
    /// below the workspace.</summary>
    internal PathRule? Rule(string text, Origin origin, bool relative)
    {
        if (WindowsPath.IsOnDrive(workspace) && text.Length >= 2 && char.IsAsciiLetter(text[0]) && text[1] == ':')
        {
            if (text.Length == 2 || text[2] != '/')
                return Fail(DiagnosticCode.MalformedPath, origin,
                    $"{DiagnosticBag.Quote(text)} is not written with '/'",
                    @"write for example C:/Users/me; in a pattern '\' takes the sign after it literally");
            text = $"/{char.ToUpperInvariant(text[0])}{text[1..]}";
        }

        var (anchor, rest) = Anchor(text);
        if (text.StartsWith('~') && anchor is null)
            return Fail(DiagnosticCode.MalformedPath, origin, $"{DiagnosticBag.Quote(text)} names another user's home",
                "write the folder's whole path");
        if (anchor is null && text.StartsWith('{'))
            return Fail(DiagnosticCode.MalformedPath, origin,
                $"{DiagnosticBag.Quote(text)} starts with an unknown placeholder",
                $"write {WorkspaceWord}, or '\\{{' for the character itself");
        if (anchor is null && !text.StartsWith('/') && !relative && text.Length > 0)
            return Fail(DiagnosticCode.MalformedPath, origin, $"{DiagnosticBag.Quote(text)} is relative",
                $"write an absolute path, '~/…' or '{WorkspaceWord}/…'");
        var from = anchor ?? workspace;
        if (anchor is not null && rest.Length == 0) return new(from.Value, from, null, origin);
        if (!Glob.TryParse(rest, from, out var glob, out var error))
        {
            var position = error.Position + (text.Length - rest.Length) + 1;
            return Fail(DiagnosticCode.MalformedPattern, origin,
                $"{DiagnosticBag.Quote(text)}, character {position}: {error.Message}",
                error.Remedy);
        }

        if (!glob.IsLiteral) return new(glob.Pattern, null, glob, origin);
        return new(glob.Prefix.Value, glob.Prefix, null, origin);
    }

    /// <summary>A path of the command line: absolute, and literal, as the shell has expanded it.</summary>
    internal PathRule? Literal(string text, Origin origin)
    {
        if (CanonicalPath.TryParse(text, out var path, out var error)) return new(path.Value, path, null, origin);
        return Fail(DiagnosticCode.MalformedPath, origin, error, "give an absolute path");
    }

    private (CanonicalPath? From, string Below) Anchor(string text)
    {
        if (text == "~" || text.StartsWith("~/", StringComparison.Ordinal)) return (home, text[1..].TrimStart('/'));
        if (text == WorkspaceWord || text.StartsWith(WorkspaceWord + "/", StringComparison.Ordinal))
            return (workspace, text[WorkspaceWord.Length..].TrimStart('/'));
        return (null, text);
    }

    private PathRule? Fail(string code, Origin origin, string message, string remedy)
    {
        faults.Add(code, origin, message, remedy);
        return null;
    }
}
