namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>
/// Which operands which operators take (MS-DTYP 2.4.4.17.6, 2.4.4.17.7). What breaks it is refused when read.
/// </summary>
internal static class ConditionShape
{
    /// <summary>True for what has a logical value: operators and attributes.</summary>
    internal static bool IsCondition(ConditionNode node) =>
        node is ConditionNode.Unary or ConditionNode.Binary or ConditionNode.Attribute;

    internal static void Check(ConditionNode node, int offset)
    {
        var cause = node switch
        {
            ConditionNode.Unary { Operator: ConditionOperator.Not, Operand: var operand } =>
                IsCondition(operand) ? null : "'!' needs a condition",
            ConditionNode.Unary unary when Operators.IsExistence(unary.Operator) =>
                unary.Operand is ConditionNode.Attribute
                    ? null
                    : $"'{Operators.Word(unary.Operator)}' needs an attribute",
            ConditionNode.Unary unary =>
                IsSids(unary.Operand) ? null : $"'{Operators.Word(unary.Operator)}' needs SIDs",
            ConditionNode.Binary binary when Operators.IsLogical(binary.Operator) =>
                IsCondition(binary.Left) && IsCondition(binary.Right)
                    ? null
                    : $"'{Operators.Word(binary.Operator)}' needs two conditions",
            ConditionNode.Binary { Left: not ConditionNode.Attribute } binary =>
                $"'{Operators.Word(binary.Operator)}' needs an attribute on its left",
            ConditionNode.Binary
            {
                Right: ConditionNode.Unary or ConditionNode.Binary
                    or ConditionNode.Attribute { Source: AttributeSource.Local },
            } binary =>
                $"'{Operators.Word(binary.Operator)}' needs a value on its right",
            _ => null,
        };
        if (node.Depth > ConditionalExpression.MaxDepth)
            cause = $"operators nest deeper than {ConditionalExpression.MaxDepth}";
        if (cause is not null) throw new SecurityFormatException(offset, cause);
    }

    private static bool IsSids(ConditionNode node) => node is ConditionNode.SidLiteral
        || node is ConditionNode.Composite { Items: { Length: > 0 } items }
            && items.All(i => i is ConditionNode.SidLiteral);
}
