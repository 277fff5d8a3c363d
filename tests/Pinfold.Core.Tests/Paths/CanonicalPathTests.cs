using Pinfold.Core.Paths;
using Xunit;

namespace Pinfold.Core.Tests.Paths;

public sealed class CanonicalPathTests
{
    private static readonly CanonicalPath Longest = CanonicalPath.Parse(
        "/" + new string('d', CanonicalPath.MaxBytes - 1));

    [Fact]
    public void A_name_below_the_longest_path_has_none()
    {
        Assert.False(Longest.TryCombine("x", out _));
        Assert.Throws<PathTooLongException>(() => Longest.Combine("x"));
        Assert.True(Longest.Parent.TryCombine("x", out var path));
        Assert.Equal("/x", path.Value);
    }

    [Fact]
    public void Bytes_count_and_not_characters()
    {
        var folder = CanonicalPath.Parse("/" + new string('d', CanonicalPath.MaxBytes - 3));
        Assert.True(folder.TryCombine("x", out _));
        Assert.False(folder.TryCombine("é", out _));
    }

    [Theory]
    [InlineData("a\nb", "a\\x0ab")]
    [InlineData("\e[31m", "\\x1b[31m")]
    [InlineData("a\u202Egnp.exe", "a\\u202egnp.exe")]
    [InlineData("a\u2028b\u2066", "a\\u2028b\\u2066")]
    [InlineData("日本語 é", "日本語 é")]
    public void What_is_shown_stays_in_its_line_and_order(string text, string shown) =>
        Assert.Equal(shown, OsText.Display(text));

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_numbers() =>
        Assert.Equal("a\\xffb", OsText.Display(OsText.Decode([(byte)'a', 0xFF, (byte)'b'])));
}
