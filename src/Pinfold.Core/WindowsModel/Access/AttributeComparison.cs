using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>The binary relational operators (MS-DTYP 2.4.4.17.6). Null where the operands cannot be compared.</summary>
internal static class AttributeComparison
{
    internal static bool? Compare(ConditionOperator op, ImmutableArray<object> left, ImmutableArray<object> right, bool isCaseSensitive)
    {
        var isOrder = op is >= ConditionOperator.Less and <= ConditionOperator.GreaterOrEqual;
        foreach (var l in left)
            foreach (var r in right)
                if (Order(l, r, isCaseSensitive, allowBoolean: !isOrder) is null) return null;
        if (isOrder)
            return left.Length == 1 && right.Length == 1
                ? Holds(op, Order(left[0], right[0], isCaseSensitive, allowBoolean: false)!.Value)
                : null;
        return op switch
        {
            ConditionOperator.Equal => Includes(left, right) && Includes(right, left),
            ConditionOperator.NotEqual => !(Includes(left, right) && Includes(right, left)),
            ConditionOperator.Contains => Includes(left, right),
            ConditionOperator.NotContains => !Includes(left, right),
            ConditionOperator.AnyOf => right.Any(r => Has(left, r)),
            ConditionOperator.NotAnyOf => !right.Any(r => Has(left, r)),
            _ => null,
        };

        bool Has(ImmutableArray<object> values, object value) => values.Any(v => Order(v, value, isCaseSensitive, allowBoolean: true) == 0);
        bool Includes(ImmutableArray<object> values, ImmutableArray<object> wanted) => wanted.All(w => Has(values, w));
    }

    private static bool Holds(ConditionOperator op, int order) => op switch
    {
        ConditionOperator.Less => order < 0,
        ConditionOperator.LessOrEqual => order <= 0,
        ConditionOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static int? Order(object left, object right, bool isCaseSensitive, bool allowBoolean) => (left, right) switch
    {
        (string l, string r) => string.Compare(l, r, isCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
        (ImmutableArray<byte> l, ImmutableArray<byte> r) => l.AsSpan().SequenceCompareTo(r.AsSpan()),
        (Sid l, Sid r) => allowBoolean ? l.Equals(r) ? 0 : 1 : null,
        (bool l, bool r) when allowBoolean => l == r ? 0 : 1,
        (bool l, long or ulong) when allowBoolean => Number(right) is { } n && n >= 0 && n <= 1 ? n == (l ? 1 : 0) ? 0 : 1 : null,
        (long or ulong, bool) => Order(right, left, isCaseSensitive, allowBoolean),
        (long or ulong, long or ulong) => Number(left)!.Value.CompareTo(Number(right)!.Value),
        _ => null,
    };

    private static Int128? Number(object value) => value switch { long l => l, ulong u => u, _ => null };
}
