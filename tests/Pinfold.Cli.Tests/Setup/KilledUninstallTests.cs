using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// Uninstall is killed at every record of the ledger, by enumeration; what comes after always completes, and the proof
/// is equal.
/// </summary>
public sealed class KilledUninstallTests
{
    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData(false)]
    [InlineData(true)]
    public void Uninstall_goes_on_and_setup_repairs_after_a_kill_at_any_record(bool systemd)
    {
        using var machine = new Machine(systemd: systemd);
        var before = Installed.State(machine);
        var kills = 0;
        foreach (var call in Kills.Calls(systemd))
        {
            for (var record = 1; ; record++, kills++)
            {
                Installed.Ready(machine);
                if (!Kills.At(machine, call, record, "uninstall")) break;
                if (record % 2 == 0) Installed.Ready(machine);
                Installed.Gone(machine, before);
            }

            Assert.Equal(before, Installed.State(machine));
        }

        Assert.Equal(Kills.Calls(systemd).Length * Kills.Records(machine), kills);
    }
}
