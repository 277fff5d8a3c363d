namespace Pinfold.Core.Workspace;

/// <summary>One line of a git configuration (git-config(1)).</summary>
/// <param name="Section">Lower case.</param>
/// <param name="Subsection">As written; null when there is none.</param>
/// <param name="Key">Lower case.</param>
/// <param name="Value">Unquoted; null when the line has no <c>=</c>.</param>
public sealed record GitSetting(string Section, string? Subsection, string Key, string? Value);
