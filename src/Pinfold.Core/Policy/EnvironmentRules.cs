using System.Collections.Immutable;

namespace Pinfold.Core.Policy;

/// <summary>Which environment variables pass.</summary>
/// <param name="Remove">Names, with <c>*</c> for any run of characters: removed.</param>
/// <param name="Keep">Names, with <c>*</c>: kept although <paramref name="Remove"/> matches.</param>
/// <param name="Set">Variables set for the command.</param>
public sealed record EnvironmentRules(
    ImmutableArray<VariableRule> Remove, ImmutableArray<VariableRule> Keep, ImmutableArray<VariableValue> Set)
{
    /// <summary>Names, with <c>*</c>: removed whatever <see cref="Keep"/> and <see cref="Set"/> say. From the machine's
    /// and the project's files.</summary>
    public ImmutableArray<VariableRule> RemoveAlways { get; init; } = [];
}
