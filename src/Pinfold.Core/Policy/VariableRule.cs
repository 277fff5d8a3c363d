namespace Pinfold.Core.Policy;

/// <summary>Names of environment variables that a rule is about.</summary>
/// <param name="Name">The name, with <c>*</c> for any run of characters.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record VariableRule(string Name, Origin Origin);
