using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>
/// The binary relational operators (MS-DTYP 2.4.4.17.6). Null where the operands cannot be compared. No relation looks
/// up more values than its smaller operand has, once those of each are in a set.
/// </summary>
internal static class AttributeComparison
{
    internal static bool? Compare(ConditionOperator op, ValueSet left, ValueSet right)
    {
        var byCase = left.IsCaseSensitive || right.IsCaseSensitive;
        if (op is >= ConditionOperator.Less and <= ConditionOperator.GreaterOrEqual)
            return left.Values is [var l] && right.Values is [var r] && Order(l, r, byCase) is { } order
                ? Holds(op, order)
                : null;
        if (!left.IsComparableTo(right)) return null;
        var (some, others) = (left.Distinct(byCase), right.Distinct(byCase));
        return op switch
        {
            ConditionOperator.Equal => some.Count == others.Count && Includes(some, others),
            ConditionOperator.NotEqual => !(some.Count == others.Count && Includes(some, others)),
            ConditionOperator.Contains => Includes(some, others),
            ConditionOperator.NotContains => !Includes(some, others),
            ConditionOperator.AnyOf => Overlap(some, others),
            ConditionOperator.NotAnyOf => !Overlap(some, others),
            _ => null,
        };
    }

    private static bool Includes(HashSet<string> values, HashSet<string> wanted) =>
        wanted.Count <= values.Count && wanted.All(values.Contains);

    private static bool Overlap(HashSet<string> one, HashSet<string> other) =>
        one.Count <= other.Count ? one.Any(other.Contains) : other.Any(one.Contains);

    private static bool Holds(ConditionOperator op, int order) => op switch
    {
        ConditionOperator.Less => order < 0,
        ConditionOperator.LessOrEqual => order <= 0,
        ConditionOperator.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>SIDs and booleans have no order.</summary>
    private static int? Order(object left, object right, bool byCase) => (left, right) switch
    {
        (string l, string r) =>
            string.Compare(l, r, byCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
        (ImmutableArray<byte> l, ImmutableArray<byte> r) => l.AsSpan().SequenceCompareTo(r.AsSpan()),
        (long or ulong, long or ulong) => Number(left).CompareTo(Number(right)),
        _ => null,
    };

    private static Int128 Number(object value) => value is ulong number ? number : (long)value;
}
