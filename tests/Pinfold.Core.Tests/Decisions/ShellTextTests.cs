using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Xunit;

namespace Pinfold.Core.Tests.Decisions;

public sealed class ShellTextTests
{
    [Theory]
    [InlineData("/home/ada/src", "/home/ada/src")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(x)", "'$(x)'")]
    [InlineData("", "''")]
    [InlineData("a\nb'", "$'a\\x0ab\\''")]
    public void A_word_comes_back_from_a_shell_as_it_was(string word, string quoted) => Assert.Equal(quoted, ShellText.Quote(word));

    [Fact]
    public void Bytes_that_are_no_text_are_written_as_numbers() =>
        Assert.Equal("$'a\\xff'", ShellText.Quote(OsText.Decode([(byte)'a', 0xFF])));
}
