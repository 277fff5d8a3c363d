namespace Pinfold.Core.Policy;

/// <summary>A hand-off name: what the agent writes there, a trusted program outside would run or obey later.</summary>
/// <param name="Name">Relative, no wildcard: <c>.vscode</c> (in the top of the workspace and below any folder) or
/// <c>.git/hooks</c>.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record HandoffRule(string Name, Origin Origin);
