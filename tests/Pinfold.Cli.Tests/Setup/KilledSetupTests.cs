using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// Setup is killed at every record of the ledger, by enumeration; what comes after always completes, and the proof is
/// equal.
/// </summary>
public sealed class KilledSetupTests
{
    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData(false)]
    [InlineData(true)]
    public void Setup_goes_on_and_uninstall_takes_back_after_a_kill_at_any_record(bool systemd)
    {
        using var machine = new Machine(systemd: systemd);
        var before = Installed.State(machine);
        var kills = 0;
        foreach (var call in Kills.Calls(systemd))
        {
            for (var record = 1; Kills.At(machine, call, record, "setup"); record++, kills++)
            {
                if (record % 2 == 0) Installed.Ready(machine); // else what was begun is taken back
                Installed.Gone(machine, before);
            }

            Installed.Gone(machine, before);
        }

        Assert.Equal(Kills.Calls(systemd).Length * Kills.Records(machine), kills);
    }
}
