using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

public sealed class ReadmeTests
{
    /// <summary>
    /// Root stands for sudo, and a terminal of script(1) for the one at which setup asks; the built program, for the
    /// one that builds itself.
    /// </summary>
    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_lines_of_README_that_set_up_work_as_they_are_written()
    {
        using var machine = new Machine();
        machine.Must("mount", "-t", "tmpfs", "-o", "mode=755", "home", "/home"); // an overlay cannot be idmapped
        machine.AddUser("ada");
        Assert.Equal(0, machine.Shell("ada", $"mkdir ~/pinfold && cd ~/pinfold && ln -s {Installed.Pinfold}").Status);
        var before = Installed.State(machine);
        var lines = File.ReadAllText(Repository.Root + "/README.md").Split("```")
            .Single(b => b.Contains("pinfold setup --dry-run", StringComparison.Ordinal))
            .Trim().Split('\n').Select(l => l.Split('#')[0].Trim()).ToArray();
        Assert.Equal(5, lines.Length);
        var said = lines.Select(line =>
        {
            var root = line.StartsWith("sudo ", StringComparison.Ordinal);
            var outcome = machine.Shell(root ? "root" : "ada",
                $"cd /home/ada/pinfold && {(root ? $"script -qec '{line["sudo ".Length..]}' /dev/null <<< y" : line)}");
            Assert.True(outcome.Status == 0, $"{line}: {outcome}");
            return outcome.Output;
        }).ToArray();
        Assert.Contains("(pinfold-offline)", said[2], StringComparison.Ordinal);
        Assert.Equal(before, Installed.State(machine));
    }
}
