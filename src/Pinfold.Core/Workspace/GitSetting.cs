namespace Pinfold.Core.Workspace;

/// <summary>One line of a git configuration (git-config(1)).</summary>
/// <param name="Section">Lower case.</param>
/// <param name="Subsection">As written; null when there is none.</param>
/// <param name="Key">Lower case.</param>
/// <param name="Value">Unquoted; null when the line has no <c>=</c>.</param>
public sealed record GitSetting(string Section, string? Subsection, string Key, string? Value)
{
    /// <summary>True when it names a file whose settings count too, always or under a condition.</summary>
    public bool IsInclude => Section is "include" or "includeif" && Key == "path" && !string.IsNullOrEmpty(Value);
}
