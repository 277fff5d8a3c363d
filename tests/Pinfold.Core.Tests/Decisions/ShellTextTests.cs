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
    public void A_word_comes_back_from_a_shell_as_it_was(string word, string quoted) =>
        Assert.Equal(quoted, ShellText.Quote(word));

    [Theory]
    [InlineData(@"C:\Users\me", @"C:\Users\me")]
    [InlineData(@"C:\", @"C:\")]
    [InlineData(@"C:\my folder", "\"C:\\my folder\"")]
    [InlineData(@"C:\a&(b)%c%", "\"C:\\a&(b)%c%\"")]
    [InlineData(@"C:\it's", "\"C:\\it's\"")]
    [InlineData(@"C:\$it's", @"'C:\$it''s'")]
    [InlineData(@"C:\“a”’", @"'C:\“a”’’'")]
    public void A_path_on_a_drive_is_written_for_the_shells_of_Windows(string path, string quoted) =>
        Assert.Equal(quoted, ShellText.Quote(WindowsPath.Parse(path)));

    [Fact]
    public void Bytes_that_are_no_text_are_written_as_numbers() =>
        Assert.Equal("$'a\\xff'", ShellText.Quote(OsText.Decode([(byte)'a', 0xFF])));
}
