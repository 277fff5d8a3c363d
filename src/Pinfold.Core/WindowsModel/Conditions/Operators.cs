namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>What the operators of conditions look like, and what they take.</summary>
internal static class Operators
{
    internal static readonly (string Word, ConditionOperator Operator)[] Words =
    [
        ("Not_Device_Member_of_Any", ConditionOperator.NotDeviceMemberOfAny),
        ("Not_Device_Member_of", ConditionOperator.NotDeviceMemberOf),
        ("Not_Member_of_Any", ConditionOperator.NotMemberOfAny), ("Not_Member_of", ConditionOperator.NotMemberOf),
        ("Device_Member_of_Any", ConditionOperator.DeviceMemberOfAny),
        ("Device_Member_of", ConditionOperator.DeviceMemberOf),
        ("Member_of_Any", ConditionOperator.MemberOfAny), ("Member_of", ConditionOperator.MemberOf),
        ("Not_Exists", ConditionOperator.NotExists), ("Exists", ConditionOperator.Exists),
        ("Not_Contains", ConditionOperator.NotContains), ("Contains", ConditionOperator.Contains),
        ("Not_Any_of", ConditionOperator.NotAnyOf), ("Any_of", ConditionOperator.AnyOf),
    ];

    /// <summary>Longer ones first.</summary>
    internal static readonly (string Word, ConditionOperator Operator)[] Symbols =
    [
        ("==", ConditionOperator.Equal), ("!=", ConditionOperator.NotEqual), ("<=", ConditionOperator.LessOrEqual),
        (">=", ConditionOperator.GreaterOrEqual), ("<", ConditionOperator.Less), (">", ConditionOperator.Greater),
    ];

    internal static bool IsMembership(ConditionOperator op) =>
        op is >= ConditionOperator.MemberOf and <= ConditionOperator.DeviceMemberOfAny
        or >= ConditionOperator.NotMemberOf and <= ConditionOperator.NotDeviceMemberOfAny;

    internal static bool IsExistence(ConditionOperator op) =>
        op is ConditionOperator.Exists or ConditionOperator.NotExists;

    internal static bool IsUnary(ConditionOperator op) =>
        IsMembership(op) || IsExistence(op) || op == ConditionOperator.Not;

    internal static bool IsLogical(ConditionOperator op) => op is ConditionOperator.And or ConditionOperator.Or;

    internal static string Word(ConditionOperator op) => op switch
    {
        ConditionOperator.And => "&&",
        ConditionOperator.Or => "||",
        ConditionOperator.Not => "!",
        _ => Array.Find([.. Symbols, .. Words], w => w.Operator == op).Word,
    };
}
