using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>Another release over one that is in use.</summary>
public sealed class UpgradeTests
{
    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData(false)]
    [InlineData(true)]
    public void A_command_that_runs_lives_on_and_the_next_is_started_by_the_new_release(bool systemd)
    {
        using var machine = new Machine(systemd: systemd);
        machine.Must("mount", "-t", "tmpfs", "-o", "mode=755", "home", "/home"); // an overlay cannot be idmapped
        machine.AddUser("ada");
        var before = Installed.State(machine);
        Installed.Ready(machine);
        machine.Must("/bin/bash", "-c",
            $"cp -r {Machine.Programs} /opt/newer && for f in /opt/newer/*; do printf x >> $f; done; mkfifo -m 666 /tmp/up /tmp/down");
        using var running = machine.Start("ada", "/bin/bash", "-c",
            "mkdir -p ~/ws && cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo up; read -r word; echo $word; id -un; exit 7' > /tmp/up < /tmp/down; echo $? > ~/status");
        machine.Must("/bin/bash", "-ec",
            "exec 3<>/tmp/down 4<>/tmp/up; read -r _ <&4; old=$(pgrep -xf /usr/local/lib/pinfold/pinfold-broker); /opt/newer/pinfold setup --yes >&2; "
            + "cmp /opt/newer/pinfold-launcher /usr/local/lib/pinfold/pinfold-launcher; [ $(pgrep -xf /usr/local/lib/pinfold/pinfold-broker) != $old ]; "
            + "echo word >&3; read -r word <&4; read -r user <&4; [ $word.$user = word.pinfold-offline ]");
        running.WaitForExit();
        Assert.Equal("7\n", machine.Must("cat", "/home/ada/status"));
        Assert.Equal("pinfold-offline\n",
            machine.Shell("ada", "cd ~/ws && /opt/newer/pinfold run --mode elevated -- id -un").Output);
        machine.Must("rm", "-r", "/home/ada/status");
        Installed.Gone(machine, before);
    }

    /// <summary>A release that enabled no unit wrote the same ledger without that kind of line.</summary>
    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_ledger_of_a_release_that_did_less_is_read_and_setup_adds_what_lacks()
    {
        using var machine = new Machine();
        var before = Installed.State(machine);
        Installed.Ready(machine);
        machine.Must("/bin/bash", "-ec", """
            ledger=/var/lib/pinfold/ledger
            number=$(grep '"kind":"EnableUnit"' $ledger | grep -o '"n":[0-9]*,' | sort -u)
            sed -i "/$number/d" $ledger
            rm /etc/rc?.d/*pinfold-broker
            """);
        Assert.Contains("all of it holds",
            machine.Run("root", Installed.Pinfold, "doctor", "--workspace", "/opt").Output, StringComparison.Ordinal);
        Installed.Ready(machine);
        machine.Must("/bin/bash", "-c", "ls /etc/rc3.d/S*pinfold-broker && grep EnableUnit /var/lib/pinfold/ledger");
        Installed.Gone(machine, before);
    }
}
