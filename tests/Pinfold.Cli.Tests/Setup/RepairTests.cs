using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// Each damage is found by doctor, named, and repaired by one command; afterwards uninstall still leaves nothing.
/// </summary>
public sealed class RepairTests(SharedMachine shared) : IClassFixture<SharedMachine>
{
    /// <summary>It would put the filter back at once.</summary>
    private const string StopBroker = "pkill -STOP -x pinfold-broker; ";

    public static TheoryData<string, string> Damages => new()
    {
        { "userdel pinfold-offline", "pinfold-offline" },
        { "usermod --shell /bin/bash --home /root pinfold-online", "pinfold-online was changed" },
        { "usermod --password '$y$x' pinfold-online", "pinfold-online was changed" },
        { "usermod --append --groups adm pinfold-offline", "pinfold-offline was changed" },
        { "gpasswd --add daemon pinfold-online", "the group pinfold-online (gid" },
        { "groupmod --gid 4321 pinfold-online", "the group pinfold-online (gid" },
        { "groupdel --force pinfold-offline", "the group pinfold-offline (gid" },
        { StopBroker + "nft flush ruleset", "table inet pinfold" },
        { StopBroker + "nft insert rule inet pinfold output accept", "table inet pinfold" },
        { StopBroker + "nft flush chain inet pinfold nothing", "table inet pinfold" },
        { StopBroker + "nft add table inet pinfold '{ flags dormant; }'", "table inet pinfold" },
        { "find /sys/fs/cgroup/ -path '*'$(sed -n 's/^0:://p' /proc/1/cgroup)/pinfold/online -type d | xargs rmdir",
            "pinfold/online is missing" },
        { "rm /etc/init.d/pinfold-broker", "init.d/pinfold-broker is missing" },
        { "rm /etc/rc3.d/S99pinfold-broker", "nothing starts /etc/init.d/pinfold-broker at boot" },
        { "ln -sf ../init.d/other /etc/rc3.d/S99pinfold-broker", "nothing starts /etc/init.d/pinfold-broker at boot" },
        { "rm /usr/local/lib/pinfold/pinfold-launcher", "pinfold-launcher is missing" },
        { "chmod o+w /usr/local/lib/pinfold/pinfold-broker", "pinfold-broker is missing or changed" },
        { "printf x >> /usr/local/lib/pinfold/pinfold", "lib/pinfold/pinfold is missing or changed" },
        { "pkill -KILL -x pinfold-broker; while pgrep -x pinfold-broker; do :; done", "launch service does not run" },
        { "rm /run/pinfold/broker.sock", "launch service does not run" },
        { "truncate -s -20 /var/lib/pinfold/ledger", "cut off" },
        { "sed -i '3s/pinfold/pinfolk/' /var/lib/pinfold/ledger", "line 3" },
    };

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [MemberData(nameof(Damages))]
    public void Damage_is_named_and_repaired(string damage, string named) =>
        shared.Use(Installed.State, (machine, before) =>
        {
            Installed.Ready(machine);
            Assert.Contains("all of it holds", Doctor(machine).Output, StringComparison.Ordinal);
            machine.Must("/bin/bash", "-c", damage);
            var found = Doctor(machine).Output;
            Assert.Contains(named, found, StringComparison.Ordinal);
            Assert.Contains("doctor --fix", found, StringComparison.Ordinal);
            var repaired = machine.Run("root", Installed.Pinfold, "doctor", "--fix");
            Assert.True(repaired.Status == 0, repaired.ToString());
            machine.Run("root", "pkill", "-CONT", "-x", "pinfold-broker");
            Assert.Contains("all of it holds", Doctor(machine).Output, StringComparison.Ordinal);
            Installed.Gone(machine, before);
        });

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_broker_that_lost_its_socket_does_not_go_on_beside_the_next()
    {
        using var machine = new Machine();
        var before = Installed.State(machine);
        Installed.Ready(machine);
        var first = machine.Must("pgrep", "-x", "pinfold-broker").Trim();
        machine.Must("rm", "/run/pinfold/broker.sock");
        Assert.Equal(0, machine.Run("root", Installed.Pinfold, "doctor", "--fix").Status);
        var second = machine.Must("pgrep", "-x", "pinfold-broker").Trim();
        Assert.DoesNotContain(first, second.Split('\n'), StringComparer.Ordinal);
        machine.Must("rm", "/run/pinfold/broker.sock");
        machine.Must("mv", "/usr/local/lib/pinfold", "/root/moved");
        Installed.Gone(machine, before);
        Assert.Equal("", machine.Shell("root", "pgrep -x pinfold-broker").Output);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_uid_that_became_anothers_stays_theirs()
    {
        using var machine = new Machine();
        Installed.Ready(machine);
        var uid = machine.Must("id", "-u", "pinfold-offline").Trim();
        machine.Must("/bin/bash", "-c",
            $"userdel pinfold-offline && useradd --uid {uid} --no-user-group --gid nogroup --home-dir /home/eve eve");
        using var hers = machine.Start("root", "setpriv", "--reuid=eve", "--regid=nogroup",
            "--clear-groups", "sleep", "1000");
        machine.Must("/bin/bash", "-c", "until pgrep -u eve sleep; do :; done");
        Assert.Contains($"uid {uid}, which was pinfold-offline's, is the account eve's by now", Doctor(machine).Output,
            StringComparison.Ordinal);
        Assert.Equal(0, machine.Run("root", Installed.Pinfold, "doctor", "--fix").Status);
        Assert.NotEqual(uid, machine.Must("id", "-u", "pinfold-offline").Trim(), StringComparer.Ordinal);
        Assert.Contains("all of it holds", Doctor(machine).Output, StringComparison.Ordinal);
        // eve is new since, and is named
        Assert.Equal(1, machine.Run("root", Installed.Pinfold, "uninstall", "--prove", "--yes").Status);
        Assert.Equal(uid, machine.Must("id", "-u", "eve").Trim());
        Assert.False(hers.HasExited);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_lost_ledger_is_told_and_setup_takes_over_what_it_told_of()
    {
        using var machine = new Machine();
        Installed.Ready(machine);
        var uid = machine.Must("id", "-u", "pinfold-offline");
        machine.Must("rm", "-r", "/var/lib/pinfold");
        Assert.Contains("the ledger of the elevated mode is lost", Doctor(machine).Output, StringComparison.Ordinal);
        Installed.Ready(machine);
        Assert.Equal(uid, machine.Must("id", "-u", "pinfold-offline"));
        machine.Run("root", Installed.Pinfold, "uninstall", "--yes");
        Assert.Equal("", machine.Shell("root", "getent passwd pinfold-offline pinfold-online; ls -d /var/lib/pinfold /usr/local/lib/pinfold /run/pinfold").Output);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Another_release_takes_the_place_of_the_one_before()
    {
        using var machine = new Machine();
        var before = Installed.State(machine);
        Installed.Ready(machine);
        // The same programs with a byte more at their end are another release.
        machine.Must("/bin/bash", "-c",
            $"cp -r {Machine.Programs} /opt/newer && for f in /opt/newer/*; do printf x >> $f; done");
        var old = machine.Must("pgrep", "-x", "pinfold-broker");
        var upgraded = machine.Run("root", "/opt/newer/pinfold", "setup", "--yes");
        Assert.True(upgraded.Status == 0, upgraded.ToString());
        Assert.NotEqual(old, machine.Must("pgrep", "-x", "pinfold-broker"), StringComparer.Ordinal);
        machine.Must("cmp", "/opt/newer/pinfold-broker", "/usr/local/lib/pinfold/pinfold-broker");
        Installed.Gone(machine, before);
    }

    /// <summary>What is lost, and what uninstall names then.</summary>
    public static TheoryData<string, string> Losses => new()
    {
        { "rm /var/lib/pinfold/ledger", "the account pinfold-online" },
        { "rm -r /var/lib/pinfold", "/usr/local/lib/pinfold" },
        { "sed -i '/AddAccount/s/pinfold-online/pinfold-onlime/' /var/lib/pinfold/ledger",
            "the account pinfold-online" },
        { "sed -i '/MakeFolder/s/lib/lob/' /var/lib/pinfold/ledger", "told of" },
    };

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [MemberData(nameof(Losses))]
    public void Uninstall_never_says_that_all_is_well_when_it_cannot_know(string loss, string named)
    {
        using var machine = new Machine();
        Installed.Ready(machine);
        machine.Must("/bin/bash", "-c", loss);
        foreach (var how in (string[][])[["--yes"], ["--yes", "--prove"]])
        {
            var outcome = machine.Run("root", [Installed.Pinfold, "uninstall", .. how]);
            Assert.Equal(1, outcome.Status);
            Assert.Contains(named, outcome.Output, StringComparison.Ordinal);
            Assert.Contains("run 'pinfold setup'", outcome.Output, StringComparison.Ordinal);
        }

        Installed.Ready(machine);
        machine.Run("root", Installed.Pinfold, "uninstall", "--yes");
        Assert.Equal("", machine.Shell("root", "getent passwd pinfold-offline pinfold-online; ls -d /var/lib/pinfold /usr/local/lib/pinfold /run/pinfold; nft list tables").Output);
    }

    private static Outcome Doctor(Machine machine) =>
        machine.Run("root", Installed.Pinfold, "doctor", "--workspace", "/opt");
}
