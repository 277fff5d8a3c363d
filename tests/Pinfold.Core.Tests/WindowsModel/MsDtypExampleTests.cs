using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Conditions;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel;

/// <summary>The examples printed in MS-DTYP, by section.</summary>
public sealed class MsDtypExampleTests
{
    [Fact]
    public void Section_2_5_1_4_descriptor()
    {
        const string Sddl =
            "O:BAG:BAD:P(A;CIOI;GRGX;;;BU)(A;CIOI;GA;;;BA)(A;CIOI;GA;;;SY)(A;CIOI;GA;;;CO)S:P(AU;FA;GR;;;WD)";
        const string Dump = """
            01 00 14 b0 90 00 00 00 a0 00 00 00 14 00 00 00
            30 00 00 00 02 00 1c 00 01 00 00 00 02 80 14 00
            00 00 00 80 01 01 00 00 00 00 00 01 00 00 00 00
            02 00 60 00 04 00 00 00 00 03 18 00 00 00 00 a0
            01 02 00 00 00 00 00 05 20 00 00 00 21 02 00 00
            00 03 18 00 00 00 00 10 01 02 00 00 00 00 00 05
            20 00 00 00 20 02 00 00 00 03 14 00 00 00 00 10
            01 01 00 00 00 00 00 05 12 00 00 00 00 03 14 00
            00 00 00 10 01 01 00 00 00 00 00 03 00 00 00 00
            01 02 00 00 00 00 00 05 20 00 00 00 20 02 00 00
            01 02 00 00 00 00 00 05 20 00 00 00 20 02 00 00
            """;
        var bytes = Hex(Dump);
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(SecurityDescriptor.Parse(Sddl).ToBytes()));
        Assert.Equal(SecurityDescriptor.Parse(Sddl), SecurityDescriptor.Read(bytes));
    }

    [Fact]
    public void Section_2_4_4_17_5_minus_one()
    {
        var condition = ConditionalExpression.Parse("n == -1");
        Assert.Contains("04FFFFFFFFFFFFFFFF0202", Convert.ToHexString(condition.ToBytes().AsSpan()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Section_2_4_4_17_9_example_1()
    {
        var bytes = Hex(
            "61 72 74 78 f8 0a 00 00 00 54 00 69 00 74 00 6c 00 65 00 10 04 00 00 00 56 00 50 00 80 00 00 00");
        Assert.Equal(Convert.ToHexString(bytes),
            Convert.ToHexString(ConditionalExpression.Parse("Title==\"VP\"").ToBytes().AsSpan()));
        Assert.Equal("Title == \"VP\"", ConditionalExpression.Read(bytes).ToSddl());
    }

    [Fact]
    public void Section_2_4_4_17_9_example_2()
    {
        var condition =
            ConditionalExpression.Parse(
                "(@User.smartcard==1 || @Device.managed==1) && (@Resource.dept Any_of{\"Sales\",\"HR\"})");
        Assert.Equal("smartcard 1 == managed 1 == || dept {Sales,HR} Any_of &&", Postfix(condition.Root));
        Assert.Equal(condition, ConditionalExpression.Read(condition.ToBytes().AsSpan()));
    }

    [Fact]
    public void Section_2_4_4_17_9_example_3()
    {
        var condition = ConditionalExpression.Parse(
            "(@User.clearanceLevel>=@Resource.requiredClearance) || (Member_of{SID(BA)})");
        Assert.Equal("clearanceLevel requiredClearance >= {SID(S-1-5-32-544)} Member_of ||", Postfix(condition.Root));
        Assert.Equal(condition, ConditionalExpression.Read(condition.ToBytes().AsSpan()));
    }

    private static byte[] Hex(string dump) =>
        Convert.FromHexString(
            string.Concat(dump.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)));

    private static string Postfix(ConditionNode node) => node switch
    {
        ConditionNode.Binary b => $"{Postfix(b.Left)} {Postfix(b.Right)} {Operators.Word(b.Operator)}",
        ConditionNode.Unary u => $"{Postfix(u.Operand)} {Operators.Word(u.Operator)}",
        ConditionNode.Attribute a => a.Name,
        ConditionNode.Text t => t.Value,
        ConditionNode.Integer i => $"{i.Value}",
        ConditionNode.SidLiteral s => $"SID({s.Value})",
        ConditionNode.Composite c => "{" + string.Join(',', c.Items.Select(Postfix)) + "}",
        _ => "?",
    };
}
