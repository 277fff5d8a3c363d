using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>Setup and uninstall are killed at every call that changes a name, by enumeration.</summary>
public sealed class KilledFileTests
{
    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("setup", "renameat")]
    [InlineData("setup", "mkdirat")]
    [InlineData("setup", "unlinkat")]
    [InlineData("uninstall", "unlinkat")]
    public void Files_are_whole_or_not_there_after_a_kill_at_any_call(string verb, string call)
    {
        using var machine = new Machine();
        var before = Installed.State(machine);
        for (var n = 1; ; n++)
        {
            if (verb == "uninstall") Installed.Ready(machine);
            string[] trace = ["strace", "-qq", "-o", "/dev/null", "-e",
                "trace=" + call, "-e", $"inject={call}:signal=KILL:when={n}"];
            var killed = machine.Run("root", [.. trace, Installed.Pinfold, verb, "--yes"]).Status == Kills.Killed;
            if (machine.Run("root", "test", "-s", "/var/lib/pinfold/ledger").Status == 0)
            {
                Installed.Gone(machine, before);
            }
            else
            {
                Assert.Equal(0, machine.Run("root", Installed.Pinfold, "uninstall", "--yes").Status);
                Assert.Equal(before, Installed.State(machine));
            }

            if (!killed) break;
            Assert.True(n < 100, "it never ends");
        }
    }
}
