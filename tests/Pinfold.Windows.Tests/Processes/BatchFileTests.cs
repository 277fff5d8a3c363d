using CsCheck;
using Pinfold.Windows.Processes;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

public sealed class BatchFileTests
{
    [Theory]
    [InlineData("a.bat", true)]
    [InlineData("A.CMD", true)]
    [InlineData("a.bat. .", true)]
    [InlineData("a.bat.exe", false)]
    [InlineData("abat", false)]
    public void What_cmd_would_run_is_recognised(string program, bool isBatch) =>
        Assert.Equal(isBatch, BatchFile.Is(program));

    [Theory]
    [InlineData("\"&calc.exe")]
    [InlineData("%PATH%")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    public void An_argument_that_could_become_a_command_is_refused(string argument)
    {
        Assert.NotNull(BatchFile.WhyNot(argument));
        Assert.Throws<ArgumentException>(() => BatchFile.Line("cmd.exe", "a.bat", argument));
        Assert.Throws<ArgumentException>(() => BatchFile.Line("cmd.exe", argument));
    }

    [Fact]
    public void What_is_not_refused_stays_between_its_quotation_marks() =>
        Gen.String[Gen.Char["a &|<>^!()\\\"%"], 0, 10].Sample(argument =>
        {
            if (BatchFile.WhyNot(argument) is not null) return;
            var line = BatchFile.Line("cmd.exe", "a.bat", argument);
            Assert.StartsWith("\"cmd.exe\" /d /e:ON /v:OFF /s /c \"\"a.bat\" \"", line, StringComparison.Ordinal);
            Assert.Equal(8, line.Count(c => c == '"')); // the shell, the whole, the script and the argument
            Assert.EndsWith("\"\"", line, StringComparison.Ordinal);
        });
}
