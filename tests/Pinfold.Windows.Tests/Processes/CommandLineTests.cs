using CsCheck;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

public sealed class CommandLineTests
{
    private static readonly Gen<string> Argument = Gen.OneOf(Gen.String[Gen.Char["\\\" \ta%^&\né"], 0, 12],
        Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 8]);

    [WindowsFact]
    public void The_system_gives_back_what_was_said() => Argument.Array[0, 6].Sample(arguments =>
        Assert.Equal([@"C:\a b\p.exe", .. arguments], Shell32.Split(CommandLine.Of(@"C:\a b\p.exe", arguments)),
            StringComparer.Ordinal),
        iter: 20_000);

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain", "plain")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData(@"C:\a b\", "\"C:\\a b\\\\\"")]
    [InlineData(@"C:\ab\", @"C:\ab\")]
    [InlineData("\\\"", "\"\\\\\\\"\"")]
    public void Arguments_are_quoted_where_they_must_be(string argument, string quoted) =>
        Assert.Equal($"\"p\" {quoted}", CommandLine.Of("p", argument));

    [Fact]
    public void What_cannot_be_said_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CommandLine.Of("a\"b"));
        Assert.Throws<ArgumentException>(() => CommandLine.Of("p", "a\0b"));
        Assert.Throws<ArgumentException>(() => CommandLine.Of("p", new string('a', CommandLine.MaxLength)));
        Assert.Equal(CommandLine.MaxLength - 1, CommandLine.Of("p", new string('a', CommandLine.MaxLength - 5)).Length);
    }
}
