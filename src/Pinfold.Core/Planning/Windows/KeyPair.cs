using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// The two key groups that stay enabled in a session's token, all others being for deny only. No pair holds another, so
/// no token meets the condition of another session. See docs/decisions/0019.
/// </summary>
/// <param name="First">The one that comes first in <see cref="SessionKeys.Groups"/>.</param>
/// <param name="Second">The other.</param>
public sealed record KeyPair(Sid First, Sid Second)
{
    /// <summary>The name of its lock in Pinfold's state folder.</summary>
    public string Name => $"{First}+{Second}";

    /// <summary>
    /// <c>Member_of {SID(…), SID(…)}</c>: true for tokens in which both are enabled (MS-DTYP 2.4.4.17.6).
    /// </summary>
    public ConditionalExpression Condition { get; } = ConditionalExpression.Parse(
        $"Member_of {{SID({First}), SID({Second})}}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
