using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// Setup and uninstall are killed at every record of the ledger: instead of writing it (what it tells of is done, and not told), and after
/// writing it (told, and not done). All of them, by enumeration; what comes after always completes, and the proof is equal.
/// </summary>
public sealed class KilledTests
{
    private const int Killed = 128 + 9;

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData(false)]
    [InlineData(true)]
    public void Setup_goes_on_and_uninstall_takes_back_after_a_kill_at_any_record(bool systemd)
    {
        using var machine = new Machine(systemd: systemd);
        var before = Installed.State(machine);
        var kills = 0;
        foreach (var call in Calls(systemd))
        {
            for (var record = 1; Kill(machine, call, record, "setup"); record++, kills++)
            {
                if (record % 2 == 0) Installed.Ready(machine); // else what was begun is taken back
                Installed.Gone(machine, before);
            }

            Installed.Gone(machine, before);
        }

        Assert.Equal(Calls(systemd).Length * Records(machine), kills);
    }

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData(false)]
    [InlineData(true)]
    public void Uninstall_goes_on_and_setup_repairs_after_a_kill_at_any_record(bool systemd)
    {
        using var machine = new Machine(systemd: systemd);
        var before = Installed.State(machine);
        var kills = 0;
        foreach (var call in Calls(systemd))
        {
            for (var record = 1; ; record++, kills++)
            {
                Installed.Ready(machine);
                if (!Kill(machine, call, record, "uninstall")) break;
                if (record % 2 == 0) Installed.Ready(machine);
                Installed.Gone(machine, before);
            }

            Assert.Equal(before, Installed.State(machine));
        }

        Assert.Equal(Calls(systemd).Length * Records(machine), kills);
    }

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
            var killed = machine.Run("root", "strace", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", $"inject={call}:signal=KILL:when={n}", Installed.Pinfold, verb, "--yes").Status == Killed;
            if (machine.Run("root", "test", "-s", "/var/lib/pinfold/ledger").Status == 0) Installed.Gone(machine, before);
            else Assert.Equal(0, machine.Run("root", Installed.Pinfold, "uninstall", "--yes").Status);
            Assert.Equal(before, Installed.State(machine));
            if (!killed) break;
            Assert.True(n < 100, "it never ends");
        }
    }

    /// <summary>Runs it, killed at the n-th such call on the ledger; false when it ended before that.</summary>
    private static bool Kill(Machine machine, string call, int n, string verb)
    {
        var outcome = machine.Run("root", "strace", "-qq", "-o", "/dev/null", "-P", "/var/lib/pinfold/ledger", "-e", "trace=" + call, "-e", $"inject={call}:signal=KILL:when={n}", Installed.Pinfold, verb, "--yes");
        Assert.True(outcome.Status is 0 or Killed, outcome.ToString());
        return outcome.Status == Killed;
    }

    /// <summary>Before a record, and after it; with systemd, whose steps take longer, before it.</summary>
    private static string[] Calls(bool systemd) => systemd ? ["write"] : ["write", "fsync"];

    /// <summary>Two for each change of the plan.</summary>
    private static int Records(Machine machine) =>
        2 * JsonDocument.Parse(machine.Run("root", Installed.Pinfold, "setup", "--dry-run", "--json").Output).RootElement.GetProperty("plan").GetArrayLength();
}
