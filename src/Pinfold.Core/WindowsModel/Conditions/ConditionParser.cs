using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pinfold.Core.WindowsModel.Sddl;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>
/// The text form of conditions (MS-DTYP 2.5.1.1, cond-expr). <c>||</c> binds weakest, then <c>&amp;&amp;</c>, then
/// <c>!</c>.
/// </summary>
internal sealed class ConditionParser(SddlText text)
{
    private int _depth;

    internal ConditionNode Expression() => Chain(ConditionOperator.Or, () => Chain(ConditionOperator.And, Factor));

    /// <summary>Operands with one operator between them, from left to right.</summary>
    private ConditionNode Chain(ConditionOperator op, Func<ConditionNode> operand)
    {
        var start = text.At;
        var left = operand();
        while (true)
        {
            text.SkipSpace();
            if (!text.Take(Operators.Word(op))) return left;
            left = new ConditionNode.Binary(op, left, operand());
            ConditionShape.Check(left, start);
        }
    }

    private ConditionNode Factor()
    {
        text.SkipSpace();
        var start = text.At;
        if (text.Current is '(' or '!')
        {
            // A written condition may have a '!' and a parenthesis for each operator.
            if (++_depth >= 2 * ConditionalExpression.MaxDepth)
                throw text.Error($"operators nest deeper than {ConditionalExpression.MaxDepth}");
            ConditionNode inner;
            if (text.Take("!"))
            {
                inner = new ConditionNode.Unary(ConditionOperator.Not, Factor());
                ConditionShape.Check(inner, start);
            }
            else
            {
                text.Expect('(');
                inner = Expression();
                text.SkipSpace();
                text.Expect(')');
            }

            _depth--;
            return inner;
        }

        var term = Term();
        ConditionShape.Check(term, start);
        return ConditionShape.IsCondition(term)
            ? term
            : throw new SecurityFormatException(start, "a literal is no condition");
    }

    private ConditionNode Term()
    {
        if (TakeWord(Operators.Words, o => Operators.IsUnary(o)) is { } unary)
        {
            text.SkipSpace();
            return new ConditionNode.Unary(unary, Operators.IsExistence(unary) ? Attribute() : Value());
        }

        var attribute = Attribute();
        text.SkipSpace();
        var symbol = Array.Find(Operators.Symbols, s => text.Take(s.Word));
        ConditionOperator? op = symbol.Word is not null
            ? symbol.Operator
            : TakeWord(Operators.Words, o => !Operators.IsUnary(o));
        if (op is null) return attribute;
        text.SkipSpace();
        return new ConditionNode.Binary(op.Value, attribute, text.Current == '@' ? Attribute() : Value());
    }

    private ConditionOperator? TakeWord((string Word, ConditionOperator Operator)[] words,
        Func<ConditionOperator, bool> wanted)
    {
        foreach (var (word, op) in words)
        {
            if (!wanted(op) || !text.Text.AsSpan(text.At).StartsWith(word, StringComparison.OrdinalIgnoreCase))
                continue;
            var after = text.At + word.Length < text.Text.Length ? text.Text[text.At + word.Length] : ' ';
            if (IsSimple(after) || after is '%' or '@' && !Operators.IsExistence(op) && Operators.IsUnary(op)) continue;
            text.At += word.Length;
            return op;
        }

        return null;
    }

    private ConditionNode.Attribute Attribute()
    {
        var start = text.At;
        var rest = text.Text.AsMemory(text.At);
        var (prefix, source) = Array.Find(ConditionNames.Prefixes,
            p => rest.Span.StartsWith(p.Prefix, StringComparison.OrdinalIgnoreCase));
        if (prefix is null) source = AttributeSource.Local;
        else text.At += prefix.Length;
        var name = new StringBuilder();
        while (!text.AtEnd)
        {
            var c = text.Current;
            if (c == '%')
            {
                name.Append(Escaped());
            }
            else if (IsSimple(c) || c == '@' && name.Length > 0 || prefix is not null && ConditionNames.IsLiteral(c))
            {
                name.Append(c);
                text.At++;
            }
            else
            {
                break;
            }
        }

        return name.Length > 0
            ? new(source, name.ToString())
            : throw new SecurityFormatException(start, "an attribute is missing");
    }

    private char Escaped()
    {
        var digits = text.Text.AsSpan(text.At + 1, Math.Min(4, text.Text.Length - text.At - 1));
        if (digits.Length < 4
            || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code == 0)
            throw text.Error("'%' needs four hexadecimal digits other than 0000");
        text.At += 5;
        return (char)code;
    }

    private ConditionNode Value()
    {
        if (text.Current != '{') return Single();
        text.At++;
        var items = ImmutableArray.CreateBuilder<ConditionNode>();
        text.SkipSpace();
        while (text.Current != '}')
        {
            if (items.Count > 0)
            {
                text.Expect(',');
                text.SkipSpace();
            }

            items.Add(Single());
            text.SkipSpace();
        }

        text.At++;
        return new ConditionNode.Composite(items.DrainToImmutable());
    }

    private ConditionNode Single()
    {
        if (text.Current == '"') return new ConditionNode.Text(text.Quoted());
        if (text.Current == '#') return new ConditionNode.Octets([.. text.Octets()]);
        if (text.Text.AsSpan(text.At).StartsWith("SID(", StringComparison.OrdinalIgnoreCase))
        {
            text.At += 4;
            var sid = text.Sid();
            text.Expect(')');
            return new ConditionNode.SidLiteral(sid);
        }

        var start = text.At;
        var sign = text.Take("+") ? IntegerSign.Plus : text.Take("-") ? IntegerSign.Minus : IntegerSign.None;
        if (!char.IsAsciiDigit(text.Current)) throw new SecurityFormatException(start, "a value is missing");
        var magnitude = text.Number(sign == IntegerSign.Minus ? 1UL << 63 : long.MaxValue, out var numberBase);
        var value = sign == IntegerSign.Minus ? unchecked(-(long)magnitude) : (long)magnitude;
        var written =
            numberBase switch { 8 => IntegerBase.Octal, 16 => IntegerBase.Hexadecimal, _ => IntegerBase.Decimal };
        return new ConditionNode.Integer(value, sign, written);
    }

    private static bool IsSimple(char c) => ConditionNames.IsSimple(c);
}
