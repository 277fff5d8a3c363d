using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

public sealed class MachineTests
{
    private const string NeedsRoot = "mounts are made by root";

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_is_done_in_a_machine_is_not_done_to_the_host()
    {
        var before = File.ReadAllBytes("/etc/passwd");
        using var machine = new Machine();
        machine.AddUser("ada");
        Assert.Equal("ada\n", machine.Run("ada", "id", "-un").Output);
        Assert.Equal("written\n", machine.Shell("root", "echo written | tee /usr/local/lib/x /var/lib/x /run/x /tmp/x").Output);
        Assert.Equal(before, File.ReadAllBytes("/etc/passwd"));
        Assert.All((string[])["/usr/local/lib/x", "/var/lib/x", "/run/x", "/tmp/x"], f => Assert.False(File.Exists(f), f));
        Assert.Equal(3, machine.Shell("ada", "exit 3").Status);
        Assert.Contains("pinfold", machine.Run("ada", Machine.Programs + "/pinfold", "--help").Output, StringComparison.Ordinal);
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_machine_ends_with_all_that_runs_in_it()
    {
        System.Diagnostics.Process left;
        using (var machine = new Machine()) left = machine.Start("root", "sleep", "1000");
        Assert.True(left.WaitForExit(TimeSpan.FromMinutes(1)));
        left.Dispose();
    }
}
