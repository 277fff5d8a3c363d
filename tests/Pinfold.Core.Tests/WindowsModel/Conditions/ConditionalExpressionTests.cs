using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Conditions;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Conditions;

public sealed class ConditionalExpressionTests
{
    [Fact]
    public void Every_condition_survives_both_forms() => SecurityGens.Condition(3).Sample(node =>
    {
        var condition = new ConditionalExpression(node);
        Assert.Equal(condition, ConditionalExpression.Read(condition.ToBytes().AsSpan()));
        Assert.Equal(condition, ConditionalExpression.Parse(condition.ToSddl()));
        Assert.Equal(condition.GetHashCode(), ConditionalExpression.Parse(condition.ToSddl()).GetHashCode());
    });

    [Theory]
    [InlineData("!", "a", "", 127)]
    [InlineData("!", "a == 1", "", 126)]
    [InlineData("!(", "a == 1 || b == 2", ")", 125)]
    [InlineData("!(a && ", "b == 1", ")", 63)]
    [InlineData("(a || ", "b == 1", ")", 126)]
    public void What_nests_as_deep_as_is_read_survives_both_forms(string before, string innermost,
        string after, int times)
    {
        var text = string.Concat(Enumerable.Repeat(before, times))
            + innermost + string.Concat(Enumerable.Repeat(after, times));
        var condition = ConditionalExpression.Parse(text);
        Assert.Equal(condition, ConditionalExpression.Read(condition.ToBytes().AsSpan()));
        Assert.Equal(condition, ConditionalExpression.Parse(condition.ToSddl()));
        Assert.Throws<SecurityFormatException>(
            () => ConditionalExpression.Parse(before + before + text + after + after));
    }

    [Fact]
    public void A_condition_longer_than_an_entry_is_refused()
    {
        var values = string.Join(',', Enumerable.Repeat("1", 65_535 / 11 + 1));
        Assert.False(ConditionalExpression.TryParse($"a == {{{values}}}", out _, out var error));
        Assert.Contains("an entry holds 65535", error.Cause, StringComparison.Ordinal);
        var inEntry = Assert.Throws<SecurityFormatException>(
            () => SecurityDescriptor.Parse($"D:(XA;;;;;WD;(a == {{{values}}}))"));
        Assert.Equal(13, inEntry.Offset);
    }

    [Fact]
    public void Damaged_bytes_give_an_error_with_its_place() =>
        Gen.Select(SecurityGens.Condition(2), Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[1, 3], Gen.Int[0, 300])
            .Sample((node, damage,
                cut) =>
            {
                var bytes = new ConditionalExpression(node).ToBytes().ToArray();
                foreach (var (at, value) in damage) bytes[at % bytes.Length] = value;
                if (cut < bytes.Length) bytes = bytes[..cut];
                try
                {
                    _ = ConditionalExpression.Read(bytes);
                }
                catch (SecurityFormatException exception)
                {
                    Assert.InRange(exception.Offset, 0, bytes.Length);
                }
            });

    [Theory]
    [InlineData("61727478", 4, "empty")]
    [InlineData("61727479", 0, "signature")]
    [InlineData("6172747880", 4, "operand")]
    [InlineData("61727478f8020000006100f8020000006200", 18, "operator is missing")]
    [InlineData("61727478f8020000006100a0", 11, "operand")]
    [InlineData("61727478f8ffffffff6100", 5, "claims")]
    [InlineData("61727478f80300000061006100", 5, "half")]
    [InlineData("61727478f800000000", 5, "no name")]
    [InlineData("6172747804010000000000000004020000", 13, "no sign")]
    [InlineData("61727478040100000000000000030400", 14, "no base")]
    [InlineData("61727478f8020000006100000000ff", 11, "padding")]
    [InlineData("61727478100200000061000000", 4, "no condition")]
    [InlineData("6172747899", 4, "no token")]
    [InlineData("61727478f9020000006100f802000000620080", 18, "value on its right")]
    [InlineData("61727478500500000050000000000", 0, "")]
    public void Bad_bytes_are_refused_where_they_are_bad(string hex, int offset, string cause)
    {
        if (hex.Length % 2 != 0) hex += "0";
        var error = Assert.Throws<SecurityFormatException>(
            () => ConditionalExpression.Read(Convert.FromHexString(hex)));
        if (cause.Length > 0) Assert.Equal(offset, error.Offset);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_bytes_are_refused()
    {
        byte[] bytes = [.. Convert.FromHexString("61727478f8020000006100"), .. Enumerable.Repeat((byte)0xa2, 60_000)];
        Assert.Contains("nest deeper",
            Assert.Throws<SecurityFormatException>(() => ConditionalExpression.Read(bytes)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a == 1 || b == 1 && c == 1", "a == 1 || b == 1 && c == 1")]
    [InlineData("(a == 1 || b == 1) && c == 1", "(a == 1 || b == 1) && c == 1")]
    [InlineData("a && (b && c)", "a && (b && c)")]
    [InlineData("(a && b) && c", "a && b && c")]
    [InlineData("!a == 1", "!(a == 1)")]
    [InlineData("!!a", "!(!a)")]
    [InlineData("not_device_member_of_any{SID(BA)}", "Not_Device_Member_of_Any {SID(BA)}")]
    [InlineData("Exists@user.x", "Exists @User.x")]
    [InlineData("Existsx == 1", "%0045xistsx == 1")]
    [InlineData("@User.a%0020b == 017", "@User.a%0020b == 017")]
    [InlineData("Member_of SID(SY)", "Member_of SID(SY)")]
    public void Text_is_read_by_precedence_and_written_with_the_parentheses_it_needs(string text, string usual) =>
        Assert.Equal(usual, ConditionalExpression.Parse(text).ToSddl());

    [Fact]
    public void A_quote_in_a_string_has_no_text()
    {
        var condition = new ConditionalExpression(new ConditionNode.Binary(
            ConditionOperator.Equal, new ConditionNode.Attribute(AttributeSource.User, "a"),
            new ConditionNode.Text("\"")));
        Assert.Throws<SecurityFormatException>(() => condition.ToSddl());
        Assert.Equal(condition, ConditionalExpression.Read(condition.ToBytes().AsSpan()));
    }

    [Fact]
    public void Try_gives_the_error_as_a_value()
    {
        Assert.True(ConditionalExpression.TryParse("a", out var condition, out _));
        Assert.IsType<ConditionNode.Attribute>(condition.Root);
        Assert.False(ConditionalExpression.TryParse("a b", out _, out var error));
        Assert.Equal(2, error.Offset);
    }
}
