using System.Globalization;
using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

public sealed class SetupTests
{
    private const double Budget = 3.0;

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Setup_is_done_once_and_uninstall_leaves_nothing()
    {
        using var machine = new Machine();
        var before = Installed.State(machine);
        var clock = new QuietClock();
        var timed = $"TIMEFORMAT='%U %S'; {{ time {Installed.Pinfold} setup --yes >/dev/null 2>&3; }} 3>&2 2>&1";
        var worked = machine.Must("/bin/bash", "-c", timed).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.True(clock.Seconds < Budget, "it waits too long");
        // of the user and of the system
        Assert.InRange(worked.Sum(w => double.Parse(w, CultureInfo.InvariantCulture)), 0.001, Budget);
        Assert.NotEqual(before, Installed.State(machine), StringComparer.Ordinal);
        Assert.Matches(@"pinfold-offline:x:\d{3}:\d{3}:Pinfold offline commands:/nonexistent:/usr/sbin/nologin",
            machine.Must("getent", "passwd", "pinfold-offline"));
        Assert.StartsWith("pinfold-online:!:", machine.Must("getent", "shadow", "pinfold-online"),
            StringComparison.Ordinal);
        Assert.Equal("srw-rw-rw-", machine.Must("stat", "-c", "%A", "/run/pinfold/broker.sock").Trim());

        var made = Installed.State(machine);
        var again = Installed.Setup(machine, "--json");
        Assert.All(JsonDocument.Parse(again.Output).RootElement.GetProperty("steps").EnumerateArray(),
            s => Assert.Equal("holds", s.GetProperty("outcome").GetString()));
        Assert.Equal(made, Installed.State(machine));
        Installed.Gone(machine, before);
        Assert.Contains("made nothing", machine.Run("root", Installed.Pinfold, "uninstall", "--prove", "--yes").Output,
            StringComparison.Ordinal);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_dry_run_prints_every_change_and_makes_none()
    {
        using var machine = new Machine();
        machine.AddUser("ada");
        var before = Installed.State(machine);
        var plan = JsonDocument.Parse(machine.Run("root", Installed.Pinfold, "setup", "--dry-run", "--json").Output)
            .RootElement.GetProperty("plan").EnumerateArray().ToArray();
        Assert.Equal(
            $"make_folder install_file install_file install_file add_group add_account add_group add_account {(machine.Cgroups is null ? "" : "make_folder make_folder make_folder ")}load_table install_file enable_unit start_service",
            string.Join(' ', plan.Select(s => s.GetProperty("kind").GetString())));
        Assert.All(plan, s => Assert.NotEqual("", s.GetProperty("undo").GetString(), StringComparer.Ordinal));
        Assert.Equal(0, machine.Run("ada", Installed.Pinfold, "setup", "--dry-run").Status);
        Assert.Equal(before, Installed.State(machine));
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Root_alone_changes_the_host_and_only_when_asked()
    {
        using var machine = new Machine();
        machine.AddUser("ada");
        var before = Installed.State(machine);
        foreach (var verb in (string[])["setup", "uninstall"])
        {
            var refused = machine.Run("ada", Installed.Pinfold, verb, "--yes");
            Assert.Equal(125, refused.Status);
            Assert.Contains($"sudo {Installed.Pinfold} {verb}", refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal(125, machine.Run("root", "setsid", Installed.Pinfold, "setup").Status); // nobody to ask
        Assert.Equal(before, Installed.State(machine));
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Names_are_the_administrators_and_never_another_accounts()
    {
        using var machine = new Machine();
        machine.AddUser("ada");
        var before = Installed.State(machine);
        var taken = Installed.Setup(machine, "--offline-account", "ada");
        Assert.Equal(125, taken.Status);
        Assert.Contains("is not Pinfold's", taken.Error, StringComparison.Ordinal);
        foreach (var name in (string[])["Ada", "-x", "a:b", "a b", ""])
            Assert.Equal(125, Installed.Setup(machine, "--online-account=" + name).Status);
        Assert.Equal(before, Installed.State(machine));
        Assert.Equal(0,
            Installed.Setup(machine, "--offline-account", "fenced", "--online-account", "fenced-net").Status);
        Assert.Contains("Pinfold offline commands", machine.Must("getent", "passwd", "fenced"),
            StringComparison.Ordinal);
        Installed.Gone(machine, before);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Nothing_is_installed_where_another_may_write()
    {
        using var machine = new Machine();
        machine.AddUser("ada");
        machine.Must("chown", "ada", "/usr/local/lib");
        var outcome = Installed.Setup(machine);
        Assert.Equal(125, outcome.Status);
        Assert.Contains("/usr/local/lib belongs to user", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("nothing is left", outcome.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, machine.Run("root", "test", "-e", "/var/lib/pinfold").Status);
        Assert.Equal("", machine.Must("ls", "/usr/local/lib").Replace("python3.11\n", "", StringComparison.Ordinal));
        machine.Must("chown", "root", "/usr/local/lib");
        machine.Must("chmod", "g+w", "/usr/local/lib");
        Assert.Contains("chmod go-w", Installed.Setup(machine).Error, StringComparison.Ordinal);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_is_not_as_before_is_named()
    {
        using var machine = new Machine();
        Installed.Ready(machine);
        machine.Must("useradd", "grace");
        machine.Must("nft", "add", "table", "ip", "another");
        var outcome = machine.Run("root", Installed.Pinfold, "uninstall", "--prove", "--yes");
        Assert.Equal(1, outcome.Status);
        foreach (var what in (string[])["file /etc/passwd:", "file /etc/shadow:", "nftables ip another"])
            Assert.Contains(what, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("grace", machine.Must("getent", "passwd", "grace"), StringComparison.Ordinal);
        Assert.Equal("", machine.Shell("root", "getent passwd pinfold-offline pinfold-online; ls -d /var/lib/pinfold /usr/local/lib/pinfold /run/pinfold").Output);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_foreign_file_among_the_programs_stays_and_tells_of_no_lost_ledger()
    {
        using var machine = new Machine();
        Installed.Ready(machine);
        machine.Must("touch", "/usr/local/lib/pinfold/theirs");
        var outcome = machine.Run("root", Installed.Pinfold, "uninstall", "--yes");
        Assert.Equal(1, outcome.Status);
        Assert.Contains("differs    /usr/local/lib/pinfold has something in it that is not Pinfold's, and stays\n",
            outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("the above is not as it was before setup; the rest of what setup made is taken back\n",
            outcome.Output, StringComparison.Ordinal);
        var again = machine.Run("root", Installed.Pinfold, "uninstall", "--prove", "--yes");
        Assert.Equal("setup made nothing on this host, or it is taken back already\n", again.Output);
        Assert.Equal(0, again.Status);
        Assert.DoesNotContain("ledger", machine.Run("root", Installed.Pinfold, "doctor", "--workspace", "/opt").Output,
            StringComparison.Ordinal);
        Assert.Equal("theirs\n", machine.Must("ls", "-A", "/usr/local/lib/pinfold"));
        machine.Must("cp", Installed.Pinfold, "/usr/local/lib/pinfold/pinfold"); // the control
        Assert.Contains("the ledger has lost", machine.Run("root", Installed.Pinfold, "uninstall", "--yes").Output,
            StringComparison.Ordinal);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Uninstall_ends_what_runs_as_the_accounts()
    {
        using var machine = new Machine();
        var before = Installed.State(machine);
        Installed.Ready(machine);
        using var left = machine.Start("root", "setpriv", "--reuid=pinfold-offline", "--regid=pinfold-offline",
            "--clear-groups", "/bin/bash", "-c", "trap '' TERM HUP; sleep 1000 & exec sleep 1000");
        Assert.Equal("2\n", machine.Shell("root",
            "until [ $(pgrep -cu pinfold-offline sleep) = 2 ]; do :; done; pgrep -cu pinfold-offline sleep").Output);
        Installed.Gone(machine, before);
        Assert.True(left.WaitForExit(TimeSpan.FromMinutes(5)));
    }
}
