using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>A part of a condition.</summary>
public abstract record ConditionNode
{
    private ConditionNode()
    {
    }

    /// <summary>How deep operators nest: 1 for what has no operand.</summary>
    internal virtual int Depth => 1;

    /// <summary>An integer literal (byte codes 0x01 to 0x04).</summary>
    /// <param name="Value">The 64 bits, two's complement.</param>
    /// <param name="Sign">How its sign was written.</param>
    /// <param name="Base">How it was written.</param>
    /// <param name="Code">0x01 to 0x04: of 8, 16, 32 or 64 bits. Text always makes 0x04.</param>
    public sealed record Integer(long Value, IntegerSign Sign, IntegerBase Base, byte Code = 0x04) : ConditionNode;

    /// <summary>A string literal (0x10).</summary>
    /// <param name="Value">The characters.</param>
    public sealed record Text(string Value) : ConditionNode;

    /// <summary>An octet string literal (0x18).</summary>
    /// <param name="Value">The bytes.</param>
    public sealed record Octets(ImmutableArray<byte> Value) : ConditionNode;

    /// <summary>A SID literal (0x51).</summary>
    /// <param name="Value">The SID.</param>
    public sealed record SidLiteral(Sid Value) : ConditionNode;

    /// <summary>A list of literals (0x50).</summary>
    /// <param name="Items">The literals; no lists among them.</param>
    public sealed record Composite(ImmutableArray<ConditionNode> Items) : ConditionNode;

    /// <summary>An attribute by name (0xf8 to 0xfb).</summary>
    /// <param name="Source">Where it is looked up.</param>
    /// <param name="Name">Its name, of any case.</param>
    public sealed record Attribute(AttributeSource Source, string Name) : ConditionNode;

    /// <summary>An operator with one operand.</summary>
    /// <param name="Operator">The operator.</param>
    /// <param name="Operand">What it is applied to.</param>
    public sealed record Unary(ConditionOperator Operator, ConditionNode Operand) : ConditionNode
    {
        internal override int Depth { get; } = Operand.Depth + 1;
    }

    /// <summary>An operator with two operands.</summary>
    /// <param name="Operator">The operator.</param>
    /// <param name="Left">The first operand.</param>
    /// <param name="Right">The second operand.</param>
    public sealed record Binary(ConditionOperator Operator, ConditionNode Left, ConditionNode Right) : ConditionNode
    {
        internal override int Depth { get; } = Math.Max(Left.Depth, Right.Depth) + 1;
    }
}
