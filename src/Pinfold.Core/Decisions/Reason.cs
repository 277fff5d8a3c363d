using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>One link of the chain that led to a decision; the last one decided.</summary>
/// <param name="Rule">The rule as written, or the name of a default: <c>write = {workspace}</c>, <c>protect
/// .vscode</c>.</param>
/// <param name="Verdict">What this rule says.</param>
/// <param name="Origin">Where the rule was said.</param>
public sealed record Reason(string Rule, Verdict Verdict, Origin Origin)
{
    /// <summary>The rule and where it was said, made once: an engine cites a rule in every decision.</summary>
    internal string Cited { get; } = $"'{Rule}' ({Origin})";
}
