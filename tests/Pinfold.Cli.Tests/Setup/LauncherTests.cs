using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// Root starts the launcher for users: the broker starts none that is not what setup installed, or that another could
/// change.
/// </summary>
public sealed class LauncherTests(SharedMachine shared) : IClassFixture<SharedMachine>
{
    private const string Launcher = "/usr/local/lib/pinfold/pinfold-launcher";

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("rm " + Launcher, "it is missing")]
    [InlineData("chmod o+w " + Launcher, "others than root may change it (mode 757)")]
    [InlineData("chown ada " + Launcher, "it belongs to user ")]
    [InlineData("chmod 777 /usr/local/lib/pinfold",
        "/usr/local/lib/pinfold may be changed by others than root (mode 777)")]
    [InlineData("chown ada /usr/local/lib/pinfold", "/usr/local/lib/pinfold belongs to user ")]
    [InlineData("printf x >> " + Launcher, "it is not as setup installed it")]
    [InlineData($"cp /bin/true {Launcher}.x && mv {Launcher}.x {Launcher}", "it is not as setup installed it")]
    [InlineData($"mv {Launcher} /usr/local/lib/moved && ln -s ../moved {Launcher}", "it is no regular file")]
    public void A_launcher_that_is_not_as_installed_is_not_started_and_doctor_says_so_to_anybody(string damage,
        string named) =>
        shared.Use(State, (machine, before) =>
        {
            Installed.Ready(machine);
            var first = Run(machine);
            Assert.True(first.Status == 0, first.ToString()); // the control
            machine.Must("/bin/bash", "-c", damage);
            var refused = Run(machine);
            Assert.Equal(125, refused.Status);
            Assert.Contains(named, refused.Error, StringComparison.Ordinal);
            Assert.Contains("'sudo pinfold doctor --fix'", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("pinfold-offline", refused.Output, StringComparison.Ordinal);
            foreach (var user in (string[])["ada", "root"])
            {
                var found = machine.Run(user, Installed.Pinfold, "doctor", "--workspace",
                    user == "ada" ? "/home/ada/ws" : "/opt").Output;
                Assert.Contains(user == "ada" ? named : "doctor --fix", found, StringComparison.Ordinal);
                Assert.DoesNotContain(", and all of it holds", found, StringComparison.Ordinal);
                Assert.DoesNotContain("the broker answers", found, StringComparison.Ordinal);
            }

            // this goes on
            Assert.Equal("0 commands were told to end\n", machine.Run("ada", Installed.Pinfold, "release").Output);
            var repaired = machine.Run("root", Installed.Pinfold, "doctor", "--fix");
            Assert.True(repaired.Status == 0, repaired.ToString());
            machine.Must("rm", "-f", "/usr/local/lib/moved");
            var next = Run(machine);
            Assert.True(next.Status == 0, next.ToString());
            Installed.Gone(machine, before);
        });

    /// <summary>
    /// Setup names the folder above, which is the administrator's to put right; until then nothing is started.
    /// </summary>
    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_folder_on_the_way_to_the_launcher_counts_too() => shared.Use(State, (machine, before) =>
    {
        Installed.Ready(machine);
        machine.Must("chmod", "o+w", "/usr/local");
        var refused = Run(machine);
        Assert.Equal(125, refused.Status);
        Assert.Contains("run: chmod go-w /usr/local, then 'sudo pinfold doctor --fix'", refused.Error,
            StringComparison.Ordinal);
        machine.Must("chmod", "o-w", "/usr/local");
        Assert.Equal(0, Run(machine).Status);
        Installed.Gone(machine, before);
    });

    private static Pinfold.Compatibility.Tests.Fixture.Outcome Run(Machine machine) =>
        machine.Shell("ada", $"cd ~/ws && {Installed.Pinfold} run --mode elevated -- id -un");

    /// <summary>After a user is there, whose home can be idmapped, as an overlay cannot.</summary>
    private static string State(Machine machine)
    {
        machine.Must("mount", "-t", "tmpfs", "-o", "mode=755", "home", "/home");
        machine.AddUser("ada");
        machine.Must("/bin/bash", "-c", "setpriv --reuid ada --regid ada --clear-groups mkdir /home/ada/ws");
        return Installed.State(machine);
    }
}
