using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.Tests.WindowsModel.Access;

/// <summary>The relational operators as MS-DTYP 2.4.4.17.6 words them: every value against every other.</summary>
internal static class PairByPair
{
    internal static bool? Compare(ConditionOperator op, ImmutableArray<object> left,
        ImmutableArray<object> right, bool byCase)
    {
        var isOrder = op is >= ConditionOperator.Less and <= ConditionOperator.GreaterOrEqual;
        foreach (var l in left)
            foreach (var r in right)
                if (Order(l, r, byCase, !isOrder) is null) return null;
        if (isOrder)
        {
            if (left.Length != 1 || right.Length != 1) return null;
            var order = Order(left[0], right[0], byCase, false)!.Value;
            return op switch
            {
                ConditionOperator.Less => order < 0,
                ConditionOperator.LessOrEqual => order <= 0,
                ConditionOperator.Greater => order > 0,
                _ => order >= 0,
            };
        }

        return op switch
        {
            ConditionOperator.Equal => Includes(left, right) && Includes(right, left),
            ConditionOperator.NotEqual => !(Includes(left, right) && Includes(right, left)),
            ConditionOperator.Contains => Includes(left, right),
            ConditionOperator.NotContains => !Includes(left, right),
            ConditionOperator.AnyOf => right.Any(r => Has(left, r)),
            _ => !right.Any(r => Has(left, r)),
        };

        bool Has(ImmutableArray<object> values, object value) => values.Any(v => Order(v, value, byCase, true) == 0);
        bool Includes(ImmutableArray<object> values, ImmutableArray<object> wanted) => wanted.All(w => Has(values, w));
    }

    private static int? Order(object left, object right, bool byCase, bool isEquality) => (left, right) switch
    {
        (string l, string r) =>
            string.Compare(l, r, byCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
        (ImmutableArray<byte> l, ImmutableArray<byte> r) => l.AsSpan().SequenceCompareTo(r.AsSpan()),
        (Sid l, Sid r) => isEquality ? l.Equals(r) ? 0 : 1 : null,
        (bool l, bool r) when isEquality => l == r ? 0 : 1,
        (bool l, long or ulong) when isEquality =>
            Number(right) is var n && n >= 0 && n <= 1 ? n == (l ? 1 : 0) ? 0 : 1 : null,
        (long or ulong, bool) => Order(right, left, byCase, isEquality),
        (long or ulong, long or ulong) => Number(left).CompareTo(Number(right)),
        _ => null,
    };

    private static Int128 Number(object value) => value is ulong number ? number : (long)value;
}
