using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// Setup of another release over one that stands is killed at every record of the ledger, by enumeration; what comes
/// after always completes, and the proof is equal.
/// </summary>
public sealed class KilledUpgradeTests(SharedMachine shared) : IClassFixture<SharedMachine>
{
    private const string Newer = "/opt/newer";

    /// <summary>
    /// Of each changed program, and of the service, which runs one: two records. Of each program that went, two more.
    /// The service's are the same change again.
    /// </summary>
    private const int Records = (2 * 4) + (2 * 3);

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("write")]
    [InlineData("fsync")]
    public void An_upgrade_goes_on_goes_back_or_is_taken_back_after_a_kill_at_any_record(string call) =>
        shared.Use(Installed.State, (machine, before) =>
        {
            // The same programs with a byte more at their end are another release.
            machine.Must("/bin/bash", "-c",
                $"cp -rT {Machine.Programs} {Newer} && for f in {Newer}/*; do printf x >> $f; done");
            var record = 1;
            for (; ; record++)
            {
                Installed.Ready(machine);
                if (!Kills.At(machine, call, record, "setup", Newer + "/pinfold")) break;
                switch (record % 3)
                {
                    case 0: Stands(machine, Newer); break; // on with it
                    case 1: Stands(machine, Machine.Programs); break; // back to the one before
                    default: Installed.Gone(machine, before); break;
                }
            }

            Stands(machine, Newer);
            Assert.Contains(", and all of it holds",
                machine.Run("root", Newer + "/pinfold", "doctor", "--workspace", "/opt").Output,
                StringComparison.Ordinal);
            Installed.Gone(machine, before);
            Assert.Equal(Records, record - 1);
        });

    /// <summary>
    /// Setup of that release completes: its programs are there whole, and its service is what listens.
    /// </summary>
    private static void Stands(Machine machine, string programs)
    {
        var outcome = machine.Run("root", programs + "/pinfold", "setup", "--yes");
        Assert.True(outcome.Status == 0, outcome.ToString());
        machine.Must("/bin/bash", "-ec",
            $"for f in pinfold pinfold-launcher pinfold-broker; do cmp {programs}/$f /usr/local/lib/pinfold/$f; done; "
            + $"cmp {programs}/pinfold-broker /proc/$(pgrep -xf /usr/local/lib/pinfold/pinfold-broker)/exe; [ -z \"$(find /usr/local/lib/pinfold -name '*.new')\" ]");
    }
}
