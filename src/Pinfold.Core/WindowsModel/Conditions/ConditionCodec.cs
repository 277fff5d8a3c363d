using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>The binary form of conditions: tokens in postfix order (MS-DTYP 2.4.4.17.4 to 2.4.4.17.8).</summary>
internal static class ConditionCodec
{
    private const byte IntegerCode = 0x04, TextCode = 0x10, OctetsCode = 0x18, CompositeCode = 0x50, SidCode = 0x51;

    /// <summary>Bytes: an entry has no more.</summary>
    internal const int MaxLength = ushort.MaxValue;

    internal static ConditionNode Read(ReadOnlySpan<byte> bytes)
    {
        if (!ConditionalExpression.HasSignature(bytes))
            throw new SecurityFormatException(0, "the condition's signature is missing");
        if (bytes.Length > MaxLength)
            throw new SecurityFormatException(MaxLength, "the condition is longer than an entry can be");
        var stack = new Stack<ConditionNode>();
        var at = 4;
        while (at < bytes.Length && bytes[at] != 0)
        {
            var op = (ConditionOperator)bytes[at];
            if (!Enum.IsDefined(op))
            {
                stack.Push(Operand(bytes, ref at, bytes.Length, inList: false));
                continue;
            }

            if (stack.Count < (Operators.IsUnary(op) ? 1 : 2))
                throw new SecurityFormatException(at, $"an operand of '{Operators.Word(op)}' is missing");
            var right = stack.Pop();
            ConditionNode node = Operators.IsUnary(op)
                ? new ConditionNode.Unary(op, right)
                : new ConditionNode.Binary(op, stack.Pop(), right);
            ConditionShape.Check(node, at++);
            stack.Push(node);
        }

        if (bytes.Length - at > 3 || bytes[at..].ContainsAnyExcept((byte)0))
            throw new SecurityFormatException(at, "padding inside the condition");
        if (stack.Count != 1)
            throw new SecurityFormatException(at,
                stack.Count == 0 ? "the condition is empty" : "an operator is missing");
        return ConditionShape.IsCondition(stack.Peek())
            ? stack.Pop()
            : throw new SecurityFormatException(4, "a literal is no condition");
    }

    internal static ImmutableArray<byte> Write(ConditionNode root)
    {
        var to = new List<byte>(64);
        to.AddRange("artx"u8);
        Write(to, root);
        while (to.Count % 4 != 0) to.Add(0);
        return [.. to];
    }

    private static void Write(List<byte> to, ConditionNode node)
    {
        switch (node)
        {
            case ConditionNode.Integer integer:
                to.Add(integer.Code);
                Span<byte> value = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(value, integer.Value);
                to.AddRange(value);
                to.Add((byte)integer.Sign);
                to.Add((byte)integer.Base);
                break;
            case ConditionNode.Text text:
                Block(to, TextCode, Utf16.Write(text.Value));
                break;
            case ConditionNode.Octets octets:
                Block(to, OctetsCode, octets.Value.AsSpan());
                break;
            case ConditionNode.SidLiteral sid:
                Block(to, SidCode, sid.Value.ToBytes());
                break;
            case ConditionNode.Attribute attribute:
                Block(to, (byte)attribute.Source, Utf16.Write(attribute.Name));
                break;
            case ConditionNode.Composite composite:
                var items = new List<byte>();
                foreach (var item in composite.Items) Write(items, item);
                Block(to, CompositeCode, items.ToArray());
                break;
            case ConditionNode.Unary unary:
                Write(to, unary.Operand);
                to.Add((byte)unary.Operator);
                break;
            case ConditionNode.Binary binary:
                Write(to, binary.Left);
                Write(to, binary.Right);
                to.Add((byte)binary.Operator);
                break;
            default:
                throw new InvalidOperationException("not a part of a condition");
        }
    }

    private static void Block(List<byte> to, byte code, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        to.Add(code);
        to.AddRange(length);
        to.AddRange(bytes);
    }

    private static ConditionNode Operand(ReadOnlySpan<byte> bytes, ref int at, int end, bool inList)
    {
        var start = at;
        var code = bytes[at++];
        if (code is >= 0x01 and <= IntegerCode) return Integer(bytes, ref at, end, code);
        if (!(code is TextCode or OctetsCode or SidCode
            || !inList && (code == CompositeCode || Enum.IsDefined((AttributeSource)code))))
            throw new SecurityFormatException(start,
                $"0x{code:x2} is no token of a condition{(inList ? "'s list" : "")}");
        if (end - at < 4) throw new SecurityFormatException(at, "the condition ends before a length");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        at += 4;
        if (length > end - at)
            throw new SecurityFormatException(at - 4, $"a token claims to have {length} bytes; {end - at} are left");
        (var from, at) = (at, at + (int)length);
        var data = bytes[from..at];
        switch (code)
        {
            case OctetsCode:
                return new ConditionNode.Octets([.. data]);
            case SidCode:
                var sid = Sid.ReadAt(bytes, from, at);
                if (sid.BinaryLength != data.Length)
                    throw new SecurityFormatException(from - 4, "the SID's length is wrong");
                return new ConditionNode.SidLiteral(sid);
            case CompositeCode:
                var items = ImmutableArray.CreateBuilder<ConditionNode>();
                for (var inner = from; inner < at;) items.Add(Operand(bytes, ref inner, at, inList: true));
                return new ConditionNode.Composite(items.DrainToImmutable());
        }

        if (data.Length % 2 != 0) throw new SecurityFormatException(from - 4, "a string has half a character");
        var text = Utf16.Read(data);
        if (code == TextCode) return new ConditionNode.Text(text);
        if (text.Length == 0) throw new SecurityFormatException(from - 4, "an attribute has no name");
        return new ConditionNode.Attribute((AttributeSource)code, text);
    }

    private static ConditionNode.Integer Integer(ReadOnlySpan<byte> bytes, ref int at, int end, byte code)
    {
        if (end - at < 10) throw new SecurityFormatException(at, "the condition ends inside an integer");
        var value = BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
        var (sign, numberBase) = ((IntegerSign)bytes[at + 8], (IntegerBase)bytes[at + 9]);
        if (!Enum.IsDefined(sign)) throw new SecurityFormatException(at + 8, $"{(byte)sign} is no sign");
        if (!Enum.IsDefined(numberBase)) throw new SecurityFormatException(at + 9, $"{(byte)numberBase} is no base");
        at += 10;
        return new(value, sign, numberBase, code);
    }
}
