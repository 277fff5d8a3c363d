using System.Globalization;
using System.Text;
using Pinfold.Core.WindowsModel.Sddl;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>
/// Condition → text that reads back as the same condition, integers of other sizes than 64 bits excepted.
/// </summary>
internal sealed class ConditionPrinter(SddlDomains domains)
{
    private readonly StringBuilder _to = new();

    internal string Print(ConditionNode root)
    {
        Append(root);
        return _to.ToString();
    }

    private void Append(ConditionNode node)
    {
        switch (node)
        {
            case ConditionNode.Unary { Operator: ConditionOperator.Not } not:
                _to.Append('!');
                Append(not.Operand, parenthesised: not.Operand is not ConditionNode.Attribute);
                break;
            case ConditionNode.Unary unary:
                _to.Append(Operators.Word(unary.Operator)).Append(' ');
                Append(unary.Operand);
                break;
            case ConditionNode.Binary binary:
                var op = binary.Operator;
                Append(binary.Left, op == ConditionOperator.And && Logical(binary.Left) == ConditionOperator.Or);
                _to.Append(' ').Append(Operators.Word(op)).Append(' ');
                Append(binary.Right,
                    Logical(binary.Right) is { } right && (right == op || op == ConditionOperator.And));
                break;
            case ConditionNode.Composite composite:
                _to.Append('{');
                for (var i = 0; i < composite.Items.Length; i++)
                {
                    if (i > 0) _to.Append(", ");
                    Append(composite.Items[i]);
                }

                _to.Append('}');
                break;
            case ConditionNode.Text text when text.Value.Contains('"', StringComparison.Ordinal):
                throw new SecurityFormatException(0, "a string of its condition has a quote in it");
            case ConditionNode.Text text:
                _to.Append('"').Append(text.Value).Append('"');
                break;
            case ConditionNode.Octets octets:
                _to.Append('#').Append(Convert.ToHexStringLower(octets.Value.AsSpan()));
                break;
            case ConditionNode.SidLiteral sid:
                _to.Append("SID(").Append(SidAliases.Name(sid.Value, domains)).Append(')');
                break;
            case ConditionNode.Attribute attribute:
                _to.Append(ConditionNames.Write(attribute));
                break;
            case ConditionNode.Integer integer:
                _to.Append(Number(integer));
                break;
        }
    }

    private static ConditionOperator? Logical(ConditionNode node) =>
        node is ConditionNode.Binary binary && Operators.IsLogical(binary.Operator) ? binary.Operator : null;

    private void Append(ConditionNode node, bool parenthesised)
    {
        if (parenthesised) _to.Append('(');
        Append(node);
        if (parenthesised) _to.Append(')');
    }

    private static string Number(ConditionNode.Integer integer)
    {
        // The sign byte decides: the magnitude is that of the 64 bits.
        var magnitude = integer.Value < 0 ? unchecked((ulong)-integer.Value) : (ulong)integer.Value;
        if (magnitude > long.MaxValue && integer.Sign != IntegerSign.Minus)
            throw new SecurityFormatException(0, "an integer of its condition has no text");
        var digits = integer.Base switch
        {
            IntegerBase.Hexadecimal => $"0x{magnitude:x}",
            IntegerBase.Octal => "0" + Convert.ToString((long)magnitude, 8),
            _ => magnitude.ToString(CultureInfo.InvariantCulture),
        };
        return integer.Sign switch { IntegerSign.Plus => "+", IntegerSign.Minus => "-", _ => "" } + digits;
    }
}
