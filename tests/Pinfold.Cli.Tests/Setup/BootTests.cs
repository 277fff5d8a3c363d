using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>The launch service after a boot.</summary>
public sealed class BootTests
{
    private const string Script = "/etc/init.d/pinfold-broker", Socket = "/run/pinfold/broker.sock";

    /// <summary>What a boot leaves of a host: files. Init then runs the scripts of a run level.</summary>
    private const string Boot = """
        set -eu
        pkill -KILL -x pinfold-broker; while pgrep -x pinfold-broker; do :; done
        rm -r /run/pinfold; nft flush ruleset; find /sys/fs/cgroup -path "*$(sed -n 's/^0:://p' /proc/1/cgroup)/pinfold*" -depth -type d -exec rmdir {} +
        for script in /etc/rc2.d/S*pinfold*; do $script start; done
        """;

    /// <summary>
    /// The socket's file alone may be that of a broker that was killed, or of one that does not listen yet.
    /// </summary>
    private const string Answers =
        "python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"/run/pinfold/broker.sock\")' 2>/dev/null";

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_script_of_System_V_starts_stops_and_tells()
    {
        using var machine = new Machine();
        var before = Installed.State(machine);
        Installed.Ready(machine);
        var first = machine.Must("pgrep", "-x", "pinfold-broker").Trim();
        Assert.Contains($"process {first}", machine.Must(Script, "status"), StringComparison.Ordinal);
        machine.Must(Script, "start"); // it runs
        Assert.Equal(first, machine.Must("pgrep", "-x", "pinfold-broker").Trim());
        machine.Must(Script, "stop");
        machine.Must(Script, "stop");
        Assert.Equal(3, machine.Run("root", Script, "status").Status);
        machine.Must(Script, "start");
        var second = machine.Must("pgrep", "-x", "pinfold-broker").Trim();
        machine.Must(Script, "restart");
        Assert.DoesNotContain(machine.Must("pgrep", "-x", "pinfold-broker").Trim(), (string[])[first, second],
            StringComparer.Ordinal);
        Assert.Equal(2, machine.Run("root", Script, "sing").Status);
        machine.Must("/bin/bash", "-c", $"{Script} stop; mv /var/lib/pinfold/ledger /root/ledger");
        var refused = machine.Run("root", Script, "start");
        Assert.Equal(1, refused.Status);
        Assert.Contains("run it by hand", refused.Error, StringComparison.Ordinal);
        machine.Must("mv", "/root/ledger", "/var/lib/pinfold/ledger");
        Installed.Gone(machine, before);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void After_a_boot_all_holds_again()
    {
        using var machine = new Machine();
        machine.Must("mount", "-t", "tmpfs", "-o", "mode=755", "home", "/home"); // an overlay cannot be idmapped
        machine.AddUser("ada");
        var before = Installed.State(machine);
        Installed.Ready(machine);
        var ready = Installed.State(machine);
        machine.Must("/bin/bash", "-c", Boot);
        Assert.Equal("srw-rw-rw-", machine.Must("stat", "-c", "%A", Socket).Trim());
        Assert.Equal(ready, Installed.State(machine));
        Assert.Contains("all of it holds",
            machine.Run("root", Installed.Pinfold, "doctor", "--workspace", "/opt").Output, StringComparison.Ordinal);
        Works(machine);
        Installed.Gone(machine, before);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Under_systemd_the_unit_starts_at_boot_and_after_a_kill_and_goes()
    {
        using var machine = new Machine(systemd: true);
        machine.Must("mount", "-t", "tmpfs", "-o", "mode=755", "home", "/home"); // an overlay cannot be idmapped
        machine.AddUser("ada");
        machine.Must("systemctl", "--version");
        var before = Installed.State(machine);
        Installed.Ready(machine);
        machine.Must("systemd-analyze", "verify", "pinfold-broker.service");
        Assert.Equal("active\n", machine.Must("systemctl", "is-active", "pinfold-broker.service"));
        Assert.Equal("enabled\n", machine.Must("systemctl", "is-enabled", "pinfold-broker.service"));
        Assert.Contains("all of it holds",
            machine.Run("root", Installed.Pinfold, "doctor", "--workspace", "/opt").Output, StringComparison.Ordinal);
        Works(machine);

        using var running = machine.Start("ada", "/bin/bash", "-c",
            "mkfifo /tmp/up /tmp/down; cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo up; cat; echo down' > /tmp/up < /tmp/down");
        machine.Must("/bin/bash", "-c", "until [ -p /tmp/down ]; do :; done; exec 3<>/tmp/down 4<>/tmp/up; read -r _ <&4; old=$(systemctl show -p MainPID --value pinfold-broker.service); kill -KILL $old; "
            + $"until new=$(systemctl show -p MainPID --value pinfold-broker.service); [ $new != 0 ] && [ $new != $old ] && {Answers}; do :; done; echo said >&3; read -r said <&4; [ $said = said ]; rm /tmp/down /tmp/up");
        running.WaitForExit();
        Works(machine);

        machine.Must("/bin/bash", "-c", $"systemctl stop pinfold-broker.service; rm -rf /run/pinfold; systemctl isolate rescue.target; systemctl isolate multi-user.target; until {Answers}; do :; done");
        Works(machine);
        Installed.Gone(machine, before);
        Assert.NotEqual(0, machine.Run("root", "systemctl", "cat", "pinfold-broker.service").Status);
    }

    private static void Works(Machine machine)
    {
        var outcome = machine.Shell("ada",
            "mkdir -p ~/ws && cd ~/ws && /opt/pinfold/pinfold run --mode elevated --network online -- id -un");
        Assert.True(outcome.Output == "pinfold-online\n", outcome.ToString());
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Where_no_init_is_known_setup_says_what_to_add()
    {
        using var machine = new Machine();
        machine.Must("mkdir", "/run/openrc");
        var before = Installed.State(machine);
        var outcome = Installed.Setup(machine);
        Assert.Equal(0, outcome.Status);
        Assert.Contains("let the host's start-up run /usr/local/lib/pinfold/pinfold-broker", outcome.Error,
            StringComparison.Ordinal);
        Installed.Gone(machine, before);
    }
}
