namespace Pinfold.Core.Policy;

/// <summary>A variable that the policy sets for the command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record VariableValue(string Name, string Value, Origin Origin);
